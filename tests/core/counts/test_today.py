"""Where a volunteer stands."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from core.accounts.roles import Role
from core.counts import today
from core.counts.categories import categories
from core.counts.presses import Press
from core.counts.service import Counting
from core.counts.today import Today
from core.problems import Forbidden, NotFound
from core.schedules.days import close_day
from core.testing.factories import make_occurrence
from tests.core.counts.conftest import ON, TODAY, Centre


def look(centre: Centre, counting: Counting | None = None) -> Today:
    with centre.database.reading(centre.district) as session:
        return today.today(session, counting or centre.counting())


def ids(days: list[today.ActivityDay]) -> list[int]:
    return [one.day.id for one in days]


def test_one_day_is_where_one_stands(centre: Centre) -> None:
    found = look(centre)
    assert found.only is not None
    assert found.only.day.id == centre.today
    assert found.only.activity.slug == "familiesenter"


def test_forgotten_days_are_those_of_the_last_48_hours(centre: Centre) -> None:
    # The day before yesterday ended at 16; it is 13 now.
    wanted = [centre.days[TODAY - timedelta(days=n)] for n in (1, 2)]
    assert ids(look(centre).forgotten) == wanted
    with centre.database.writing(centre.district) as session:
        Press.of(str(uuid4()), "nobody").save(session, centre.counting(), wanted[0])
    assert ids(look(centre).forgotten) == wanted[1:]
    assert ids(look(centre, centre.counting(now=centre.clock.advance(hours=3.1))).forgotten) == []


def test_an_open_day_is_chosen_before_a_closed_one(centre: Centre) -> None:
    with centre.database.writing(centre.district) as session:
        evening = make_occurrence(
            session,
            centre.activity,
            TODAY,
            starts=time(18),
            ends=time(20),
        ).id
    assert look(centre).only is None
    assert ids(look(centre).days) == [centre.today, evening]
    with centre.database.writing(centre.district) as session:
        close_day(session, centre.access(), centre.today, "Illness", centre.clock())
    only = look(centre).only
    assert only is not None
    assert only.day.id == evening
    assert ids(look(centre).days) == [evening, centre.today]


def test_who_has_nothing_today_sees_when_the_next_day_is(centre: Centre) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    found = look(centre, centre.counting(now=now))
    assert (found.days, found.only) == ([], None)
    assert found.coming is not None
    assert found.coming.starts == datetime(2026, 11, 29, 10, tzinfo=UTC)
    assert look(centre, centre.counting(now=now + timedelta(days=30))).coming is None


def test_everybody_sees_their_own_activities(centre: Centre) -> None:
    assert ids(look(centre, centre.counting(Role.STAFF)).days) == [centre.other_day]
    assert len(look(centre, centre.counting(Role.DISTRICT_ADMIN)).days) == 2
    assert look(centre, centre.counting(Role.DEVICE)).only is not None
    assert look(centre, centre.counting(Role.VIEWER)) == Today([], [], None)


def test_a_plugin_that_is_off_has_no_days(centre: Centre) -> None:
    off = centre.counting(on={None: categories()})
    assert look(centre, off) == Today([], [], None)
    with centre.database.reading(centre.district) as session:
        with pytest.raises(NotFound):
            today.activity(session, off, "familiesenter")
        with pytest.raises(Forbidden):
            today.activity(session, centre.counting(), "babytreff")
        with pytest.raises(NotFound):
            today.activity(session, centre.counting(Role.DEVICE), "babytreff")
        with pytest.raises(NotFound):
            today.activity(session, centre.counting(on=ON), "no-such")
