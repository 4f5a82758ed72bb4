"""Each of the house's rules refuses, warns or waits where it should, with its sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.bookings.facts import (
    ActivityFacts,
    OrganisationFacts,
    OwnedRule,
    PlaceFacts,
    Request,
    Snapshot,
    Verdict,
)
from core.bookings.judging import judge
from core.bookings.vocabulary import Level
from core.bookings.watch import Watch
from core.calendar.zones import OSLO, to_utc
from plugins.rodekors.booking_rules import RULES

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
RED_CROSS = OrganisationFacts(1, "oslo-rode-kors", "Oslo Røde Kors")
DISTRICT = OrganisationFacts(2, "bydel-stovner", "Bydel Stovner")
CENTRE = ActivityFacts(1, "familiesenter", "Familiesenteret", 1, "rodekors", frozenset())
CAFE = ActivityFacts(2, "foreldrekafe", "Foreldrekafé", 2, None, frozenset())
HOUSE = PlaceFacts(
    1, "hvitt-hus", "Hvitt hus", None, None, 1, frozenset({"kjøkken"}), (), archived=False
)
BARN = replace(HOUSE, id=2, slug="laven", name="Låven", equipment=frozenset())
MONDAY, SUNDAY = date(2026, 12, 7), date(2026, 12, 6)


def request(
    day: date = MONDAY, starts: time = time(15), ends: time = time(18), **other: object
) -> Request:
    asked = Request(1, CENTRE, RED_CROSS, to_utc(day, starts), to_utc(day, ends), "user:1")
    return replace(asked, **{"volunteers": 2, **other})


def visitors(day: date = MONDAY, starts: time = time(15), ends: time = time(18)) -> Request:
    return request(day, starts, ends, activity=CAFE, organisation=DISTRICT, volunteers=None)


def judged(asked: Request, house: PlaceFacts = HOUSE) -> Verdict:
    owned = tuple(OwnedRule(one, "rodekors", "R") for one in RULES)
    organisations = {1: RED_CROSS, 2: DISTRICT}
    known = Snapshot(NOW, {1: house, 2: BARN}, organisations, (), owned, ())
    return judge(asked, known, Watch(lambda: 0.0))


def found(verdict: Verdict) -> list[tuple[str, Level]]:
    return [(one.rule, one.level) for one in verdict.findings]


def test_an_ordinary_opening_day_is_fine() -> None:
    assert judged(request()).findings == ()


def test_a_house_without_a_kitchen_is_refused_to_the_centre_alone() -> None:
    bare = replace(HOUSE, equipment=frozenset())
    verdict = judged(request(), house=bare)
    assert found(verdict) == [("kitchen", Level.BLOCK)]
    assert judged(visitors(), house=bare).findings == ()


def test_fewer_than_two_on_duty_is_a_warning() -> None:
    for volunteers in (None, 0, 1):
        verdict = judged(request(volunteers=volunteers))
        assert found(verdict) == [("on-duty", Level.WARN)]
    assert judged(visitors()).findings == ()


def test_on_sundays_others_wait_for_the_red_cross_yes() -> None:
    verdict = judged(visitors(SUNDAY))
    assert found(verdict) == [("sunday", Level.APPROVE)]
    assert (
        str(verdict.findings[0].message.values["title"])
        == "On Sundays the Red Cross' leader says yes first"
    )
    assert judged(request(SUNDAY)).findings == ()


def test_nothing_is_asked_of_another_house() -> None:
    assert judged(replace(visitors(SUNDAY), place_id=2)).findings == ()
    assert judged(request(SUNDAY, place_id=2, volunteers=0)).findings == ()


@given(st.integers(0, 60 * 24 * 14))
def test_others_wait_exactly_when_some_of_it_is_on_a_sunday(minutes: int) -> None:
    starts = to_utc(MONDAY, time(0)) + timedelta(minutes=minutes)
    ends = starts + timedelta(hours=3)
    asked = replace(visitors(), starts=starts, ends=ends)
    last = ends - timedelta(microseconds=1)
    waits = 6 in {starts.astimezone(OSLO).weekday(), last.astimezone(OSLO).weekday()}
    assert found(judged(asked)) == ([("sunday", Level.APPROVE)] if waits else [])


def test_half_an_hour_after_the_centre_is_for_clearing() -> None:
    for asked, minutes in ((request(), 30), (visitors(), 0), (request(place_id=2), 0)):
        [take] = judged(asked).takes
        assert (take.starts, take.ends) == (asked.starts, asked.ends + timedelta(minutes=minutes))
