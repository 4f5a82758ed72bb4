"""A series gets another time or place: one date, from a date on, or all that are ahead."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.bookings import series, service
from core.bookings.models import Booking
from core.bookings.series import Scope
from core.calendar.zones import OSLO
from core.problems import Forbidden, Refused
from tests.core.bookings.office import HALL, KITCHEN, TUESDAY, Office, wanted, weekly


@pytest.fixture
def term(office: Office) -> list[Booking]:
    """Four Tuesdays in the kitchen from 18 to 20."""
    saved = series.save(office.desk(), weekly(4)).saved
    assert saved
    return list(saved.bookings)


def _local(office: Office) -> list[str]:
    rows = sorted(office.bookings().values(), key=lambda one: one.starts)
    places = {number: slug for slug, number in office.places.items()}
    return [f"{one.starts.astimezone(OSLO):%d.%m %H}-{places[one.place_id]}" for one in rows]


def test_the_dates_from_one_on_get_its_new_day_time_and_place(
    office: Office, term: list[Booking]
) -> None:
    will = wanted(HALL, day=TUESDAY + timedelta(days=8), starts=10, ends=13)
    decided = series.change_alike(office.desk(), term[1].id, Scope.ONWARDS, will)

    assert decided.saved
    assert len(decided.saved) == 3
    assert _local(office) == [
        "24.11 18-kjokken", "02.12 10-laven", "09.12 10-laven", "16.12 10-laven"
    ]  # fmt: skip
    assert {one.ends - one.starts for one in decided.saved} == {timedelta(hours=3)}


def test_the_past_is_not_changed(office: Office, term: list[Booking]) -> None:
    office.clock.now = term[1].starts + timedelta(minutes=5)
    will = wanted(KITCHEN, day=term[2].starts.date(), starts=9, ends=11)
    assert series.change_alike(office.desk(), term[2].id, Scope.ALL, will).saved

    assert [one[:8] for one in _local(office)] == ["24.11 18", "01.12 18", "08.12 09", "15.12 09"]
    office.clock.now = term[3].starts
    with pytest.raises(Refused, match="None of the dates is ahead"):
        series.change_alike(office.desk(), term[3].id, Scope.ALL, will)


def test_what_one_date_had_for_itself_it_keeps(office: Office, term: list[Booking]) -> None:
    alone = wanted(HALL, day=TUESDAY + timedelta(weeks=1), people=7)
    assert service.move(office.desk(), term[1].id, alone).saved

    will = wanted(KITCHEN, starts=17, ends=19)
    assert series.change_alike(office.desk(), term[0].id, Scope.ALL, will).saved
    assert _local(office)[1] == "01.12 17-laven"
    assert office.bookings()[term[1].id].people == 7
    assert series.change_alike(office.desk(), term[0].id, Scope.ALL, replace(will, people=3)).saved
    assert {one.people for one in office.bookings().values()} == {3}


def test_one_date_that_cannot_be_had_changes_none(office: Office, term: list[Booking]) -> None:
    service.book(
        office.desk("choir"),
        wanted(HALL, "choir", day=TUESDAY + timedelta(weeks=2), starts=10, ends=11),
    )
    before = _local(office)
    will = wanted(HALL, starts=10, ends=12)
    decided = series.change_alike(office.desk(), term[0].id, Scope.ALL, will)

    assert decided.saved is None
    assert [one.blocked for one in decided.verdicts] == [False, False, True, False]
    assert _local(office) == before
    with pytest.raises(Forbidden):
        series.change_alike(office.desk("choir"), term[0].id, Scope.ALL, will)


def test_the_local_time_is_kept_when_the_clocks_change(office: Office) -> None:
    first = date(2027, 3, 16)
    dates = [wanted(day=first + timedelta(weeks=n)) for n in range(4)]
    saved = series.save(office.desk(), dates).saved
    assert saved
    will = wanted(day=first, starts=19, ends=21)

    assert series.change_alike(office.desk(), saved.bookings[0].id, Scope.ALL, will).saved
    assert {one[6:8] for one in _local(office)} == {"19"}
    night = replace(
        wanted(day=first + timedelta(days=5)),
        starts=wanted(day=date(2027, 3, 21), starts=2).starts + timedelta(minutes=30),
        ends=wanted(day=date(2027, 3, 21), starts=5).starts,
    )
    with pytest.raises(Refused, match="The clocks go forward"):
        series.change_alike(office.desk(), saved.bookings[0].id, Scope.ALL, night)
