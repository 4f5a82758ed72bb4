"""A term at once, its dates that were taken, and changing many together."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event

from core.bookings import series, service
from core.bookings.models import Booking
from core.bookings.series import Scope
from core.bookings.vocabulary import Buffer, Quota, Unit
from core.calendar.zones import OSLO
from core.problems import Refused
from tests.core.bookings.office import (
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    TUESDAY,
    Office,
    wanted,
    weekly,
)
from tests.core.bookings.rule_kit import rule

WEEK = timedelta(weeks=1)


def _save(office: Office, dates: Sequence[service.Wanted]) -> tuple[Booking, ...]:
    saved = series.save(office.desk(), dates).saved
    assert saved
    return saved.bookings


def _cancel(office: Office, booking: Booking, scope: Scope) -> None:
    with office.database.writing(office.district) as session:
        rows = series.of_series(session, booking.id, scope, office.clock())
        service.cancel(
            session, office.access("red"), [row.id for row in rows], "", office.clock()
        )  # fmt: skip


def test_every_date_has_its_own_verdict_and_nothing_is_saved(office: Office) -> None:
    service.book(office.desk("choir"), wanted(HALL, "choir", day=TUESDAY + WEEK))
    found = series.look_at(office.desk(), weekly(3, HALL)).verdicts

    assert [one.blocked for one in found] == [False, True, False]
    assert len(office.bookings()) == 1


def test_one_date_that_is_taken_saves_none(office: Office) -> None:
    service.book(office.desk("choir"), wanted(HALL, "choir", day=TUESDAY + WEEK))

    assert series.save(office.desk(), weekly(3, HALL)).saved is None
    assert len(office.rooms()) == 1


@pytest.mark.parametrize("first", [date(2026, 10, 6), date(2027, 3, 9)])
def test_six_in_the_evening_stays_six_over_both_clock_changes(office: Office, first: date) -> None:
    office.clock.now = office.clock.now.replace(month=9)
    dates = [wanted(day=first + n * WEEK) for n in range(6)]
    bookings = _save(office, dates)

    local = [one.starts.astimezone(OSLO) for one in bookings]
    assert {one.time() for one in local} == {time(18)}
    assert {later.date() - earlier.date() for earlier, later in pairwise(local)} == {WEEK}
    assert len({one.starts.hour for one in bookings}) == 2


def test_week_53_is_a_week_of_its_own(office: Office) -> None:
    office.rules = [rule(Quota(2, Unit.WEEK), "quota")]
    days = [date(2026, 12, 27), date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 4)]
    found = series.look_at(office.desk(), [wanted(day=day) for day in days]).verdicts

    assert [one.blocked for one in found] == [False, False, True, False]


def test_the_quota_counts_the_series_before_anything_is_saved(office: Office) -> None:
    office.rules = [rule(Quota(4, Unit.YEAR), "quota")]

    assert series.save(office.desk(), weekly(3)).saved is None
    assert len(_save(office, weekly(2))) == 2


@pytest.mark.parametrize(
    "dates", [[], weekly(121), [wanted(), wanted(starts=19, ends=21)], [wanted(), wanted()]]
)
def test_no_date_too_many_and_two_on_top_of_one_another(
    office: Office, dates: list[service.Wanted]
) -> None:
    with pytest.raises(Refused):
        series.look_at(office.desk(), dates)


def test_two_dates_that_leave_no_time_between_are_refused_with_a_sentence(office: Office) -> None:
    office.rules = [rule(Buffer(after=30), "cleaning")]
    dates = [wanted(starts=16, ends=18), wanted(starts=18, ends=20)]
    decided = series.save(office.desk(), dates)

    assert decided.saved is None
    assert [one.blocked for one in decided.verdicts] == [False, True]


def test_a_house_and_its_room_at_one_time_are_refused_with_a_sentence(office: Office) -> None:
    decided = series.save(office.desk(), [wanted(HOUSE), wanted(KITCHEN)])

    assert decided.saved is None
    assert [one.blocked for one in decided.verdicts] == [False, True]


def test_cancelling_one_those_from_it_on_or_all(office: Office) -> None:
    bookings = _save(office, weekly(6))
    _cancel(office, bookings[1], Scope.ONE)
    assert len(office.rooms()) == 5
    _cancel(office, bookings[4], Scope.ONWARDS)
    assert len(office.rooms()) == 3
    _cancel(office, bookings[3], Scope.ALL)
    assert office.rooms() == []


def test_all_is_what_is_ahead(office: Office) -> None:
    bookings = _save(office, weekly(4))
    office.clock.now = bookings[1].ends
    _cancel(office, bookings[2], Scope.ALL)

    statuses = [office.status(one) for one in bookings]
    assert statuses == ["confirmed", "confirmed", "cancelled", "cancelled"]


def _later(bookings: Sequence[Booking], place: str, by: timedelta) -> list[object]:
    return [
        (one.id, service.Wanted(place, "familiesenter", one.starts + by, one.ends + by))
        for one in bookings
    ]


def test_a_series_is_changed_together_or_not_at_all(office: Office) -> None:
    bookings = _save(office, weekly(3))
    hour = timedelta(hours=1)
    assert series.change(office.desk(), _later(bookings, LOFT, hour)).saved
    assert [room for room, _ in office.rooms()] == [LOFT] * 3

    service.book(office.desk("choir"), wanted(HALL, "choir", day=TUESDAY + WEEK))
    assert series.change(office.desk(), _later(bookings, HALL, 0 * hour)).saved is None
    assert [room for room, _ in office.rooms()].count(LOFT) == 3


def test_a_series_moves_into_its_own_dates(office: Office) -> None:
    """A week later, and a week earlier again: each date lands where another one was."""
    bookings = _save(office, weekly(4))
    assert series.change(office.desk(), _later(bookings, KITCHEN, WEEK)).saved
    later = list(office.bookings().values())
    assert series.change(office.desk(), _later(later, KITCHEN, -WEEK)).saved

    assert len(office.rooms()) == 4


def test_a_series_that_is_changed_counts_once(office: Office) -> None:
    office.rules = [rule(Quota(8, Unit.YEAR), "quota")]
    bookings = _save(office, _in_2027(4))

    assert series.change(office.desk(), _later(bookings, LOFT, timedelta())).saved


def _in_2027(count: int) -> list[service.Wanted]:
    return [wanted(day=date(2027, 1, 5) + n * WEEK) for n in range(count)]


def test_a_series_of_52_is_checked_by_one_statement(office: Office) -> None:
    heard: list[str] = []

    def hear(_c: object, _cur: object, statement: str, *_: object) -> None:
        if statement.startswith("SELECT") and "FROM booking_takes" in statement:
            heard.append(statement)

    office.fill(80)
    event.listen(office.database.engine, "before_cursor_execute", hear)
    found = series.look_at(office.desk(), weekly(52)).verdicts
    event.remove(office.database.engine, "before_cursor_execute", hear)

    assert len(found) == 52
    assert len(heard) == 1
