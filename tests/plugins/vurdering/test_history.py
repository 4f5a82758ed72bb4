"""Whatever is decided in whatever order: the story is in order, nothing is lost, dates agree."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.accounts.tokens import new_token
from core.calendar.counting_year import CountingYear
from core.counts.categories import categories
from core.schedules.acting import Acting
from core.schedules.ownership import Ownership, ownership_of, set_ownership
from core.testing.factories import make_activity
from plugins.vurdering.decisions import Wanted, save
from plugins.vurdering.history import Happening, history
from plugins.vurdering.models import Decision, Story
from plugins.vurdering.stories import write
from tests.plugins.vurdering.conftest import GROUND, OFFER, OWN, offer
from tests.support.stovner import Stovner

YEAR, KNOWN = CountingYear(9, 1), {None: categories()}
FIRST = datetime(2022, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 1786 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
DATES = st.dates(date(2022, 1, 1), date(2030, 1, 1))
DECISIONS = st.builds(
    Wanted,
    outcome=st.sampled_from(["continue", "change", "stop"]),
    reason=st.uuids().map(str),
    continues_until=st.none() | DATES,
    review_on=st.none() | DATES,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(st.tuples(MOMENTS, DECISIONS), min_size=1, max_size=8))
def test_whatever_the_order(offers: Stovner, made: list[tuple[datetime, Wanted]]) -> None:
    access = offers.access("coordinator")
    with offers.database.writing(offers.district_id) as session:
        row = make_activity(session, offers.own, new_token().lower())
        owner = Ownership("Mangfoldskontakten", offers.users["coordinator"], None, None, None)
        set_ownership(session, access, row, owner, offers.clock())
        for at, wanted in made:
            save(Acting(session, access, row, at), wanted, GROUND, "leader")
        entries = history(session, row, KNOWN, YEAR)
        told = [one.told for one in entries if isinstance(one.told, Decision)]
        assert all(one.at <= other.at for one, other in pairwise(entries))
        assert sorted(one.reason for one in told) == sorted(one.reason or "" for _at, one in made)
        last, kept = told[-1], ownership_of(row)
        assert last.decided_at == max(at for at, _wanted in made)
        assert (kept.continues_until, kept.review_on) == (last.continues_until, last.review_on)
        assert (kept.owner_role, kept.owner_id) == (owner.owner_role, owner.owner_id)


def test_the_story_tells_figures_owners_decisions_and_stories(offers: Stovner) -> None:
    access, now = offers.access("coordinator"), offers.clock()
    later = now + timedelta(days=1)
    with offers.database.writing(offers.district_id) as session:
        row = offer(session)
        owner = Ownership("Fritidskontakten", None, offers.users["coordinator"], None, None)
        set_ownership(session, access, row, owner, now)
        write(Acting(session, access, row, now), GROUND.period, "En kveld i regnet.")
        by = Acting(session, access, row, later)
        write(by, GROUND.period, "En kveld i regnet, omskrevet.")
        save(by, Wanted("stop", "Få kom"), GROUND, "leader")
        row.archived_at = later + timedelta(days=1)
        session.flush()
        entries = history(session, row, KNOWN, YEAR)
    assert [one.what for one in entries] == [
        Happening.MADE,
        Happening.BEGAN,
        Happening.YEAR,
        Happening.OWNER,
        Happening.STORY,
        Happening.DECISION,
        Happening.ARCHIVED,
    ]
    year, changed, story = (entries[n].told for n in (2, 3, 4))
    assert (year.opening_days, year.visits, year.mean) == (10, 320, 32.0)
    assert changed == {
        "owner_role": "Fritidskontakten",
        "deputy_id": str(offers.users["coordinator"]),
    }
    assert isinstance(story, Story)
    assert story.text == "En kveld i regnet, omskrevet."
    page = offers.browser("coordinator").get(f"{OFFER}{OWN}").text
    for words in ("Fritidskontakten", "omskrevet", "Få kom", "320", "A leader"):
        assert words in page
    page = offers.browser("viewer").get(f"{OFFER}{OWN}").text
    assert "Få kom" in page
    assert "A leader" not in page
