"""A booking of an opening day, moved or cancelled from its own page, takes the day along."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.accounts.actors import Access
from core.accounts.roles import Role
from core.bookings import approving, planning, series, service
from core.bookings.desk import Desk
from core.bookings.models import Booking
from core.bookings.vocabulary import Approval, Level
from core.problems import Refused
from core.schedules.models import Occurrence
from core.testing.factories import make_staff, make_user
from tests.core.bookings.days_kit import EVENING, add, days, plan
from tests.core.bookings.office import HALL, KITCHEN, TUESDAY, Office, wanted
from tests.core.bookings.rule_kit import rule


def _booked(office: Office) -> tuple[Occurrence, Booking]:
    """The family centre's Tuesday evening in the kitchen, and its booking."""
    day = add(office)
    assert day
    (booking,) = office.bookings().values()
    return day, booking


def _cancel(
    office: Office, booking: Booking, reason: str, access: Access | None = None
) -> None:  # fmt: skip
    who = access or office.access("red")
    with office.database.writing(office.district) as session:
        service.cancel(session, who, [booking.id], reason, office.clock())


def _employee(office: Office) -> Desk:
    """Somebody who is on the family centre, and may book for it."""
    with office.database.platform_writing() as shared:
        number = make_user(shared, Role.STAFF).id
    with office.database.writing(office.district) as session:
        make_staff(session, office.activities["red"], number)
    desk = office.desk("red", Role.STAFF)
    access = replace(desk.access, actor=replace(desk.access.actor, id=number))
    return replace(desk, access=access)


def test_a_booking_that_is_moved_takes_its_day_along(office: Office) -> None:
    day, booking = _booked(office)
    asked = wanted(HALL, day=date(2026, 11, 27), starts=17, ends=21)

    assert service.move(office.desk(), booking.id, asked).saved
    (moved,) = days(office)
    assert (moved.day, moved.place_id) == (date(2026, 11, 27), office.places[HALL])
    assert (moved.starts, moved.ends, moved.revision) == (asked.starts, asked.ends, 1)
    assert len(office.log("schedules:move")) == 1
    assert day.id == moved.id


def test_a_booking_moved_past_midnight_is_a_day_past_midnight(office: Office) -> None:
    _day, booking = _booked(office)
    asked = replace(wanted(starts=20, ends=22), ends=wanted(starts=22).starts + timedelta(hours=4))

    assert service.move(office.desk(), booking.id, asked).saved
    assert (days(office)[0].day, days(office)[0].ends) == (TUESDAY, asked.ends)


def test_several_bookings_that_are_moved_take_their_days_along(office: Office) -> None:
    assert plan(office, 2)
    later = [
        (row.id, wanted(HALL, day=row.starts.date(), starts=12, ends=14))
        for row in office.bookings().values()
    ]

    assert series.change(office.desk(), later).saved
    assert {day.place_id for day in days(office)} == {office.places[HALL]}
    assert [f"{day.starts:%d %H}" for day in days(office)] == ["24 11", "01 11"]


def test_a_booking_moved_where_its_activity_is_already_moves_nothing(office: Office) -> None:
    _day, booking = _booked(office)
    assert add(office, TUESDAY + timedelta(weeks=1), HALL)
    asked = wanted(day=TUESDAY + timedelta(weeks=1))

    with pytest.raises(Refused, match="there already"):
        service.move(office.desk(), booking.id, asked)
    assert days(office)[0].day == TUESDAY
    assert (KITCHEN, "11-24 17:00") in office.rooms()


def test_a_booking_that_is_cancelled_cancels_its_day_with_a_reason(office: Office) -> None:
    _day, booking = _booked(office)
    with pytest.raises(Refused, match="Write why") as caught:
        _cancel(office, booking, "")
    assert caught.value.field == "reason"
    assert (office.status(booking), days(office)[0].state) == ("confirmed", "planned")

    _cancel(office, booking, "Illness")
    assert (days(office)[0].state, days(office)[0].reason) == ("cancelled", "Illness")
    assert office.rooms() == []
    assert planning.reopen_day(office.desk(), days(office)[0].id).saved


def test_an_opening_day_stays_in_its_activity_and_with_its_leader(office: Office) -> None:
    _day, booking = _booked(office)
    with pytest.raises(Refused) as caught:
        service.move(office.desk("admin"), booking.id, wanted(HALL, "choir"))
    assert caught.value.field == "activity"

    employee = _employee(office)
    with pytest.raises(Refused, match="its leader must change it"):
        service.move(employee, booking.id, wanted(HALL))
    with pytest.raises(Refused, match="its leader must change it"):
        _cancel(office, booking, "Illness", employee.access)
    assert days(office)[0].revision == 0


def test_a_day_whose_room_is_taken_back_or_not_given_stands_without_a_place(
    office: Office,
) -> None:
    office.agree("bydel", KITCHEN, release_days=3)
    _day, booking = _booked(office)
    assert service.book(office.desk("bydel"), wanted(KITCHEN, "bydel", displace=True)).saved
    assert office.status(booking) == "cancelled"
    assert (days(office)[0].place_id, days(office)[0].state) == (None, "planned")

    office.rules = [rule(Approval(), "yes", HALL, level=Level.APPROVE)]
    assert planning.move_day(
        office.desk(), days(office)[0].id, TUESDAY, EVENING, office.places[HALL]
    ).saved
    waiting = next(row for row in office.bookings().values() if row.status == "pending")
    approving.reject(office.desk("admin"), waiting.id, "We clean then.")
    assert days(office)[0].place_id is None
