"""An opening day and its room are one: had together, moved together, given back together."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from core.bookings import planning, service
from core.bookings.catching_up import book_rooms
from core.bookings.models import Booking
from core.bookings.vocabulary import Approval, Level
from core.problems import Refused
from core.schedules.hours import Hours
from core.schedules.models import Occurrence
from tests.core.bookings.days_kit import EVENING, add, centre, days, plan
from tests.core.bookings.office import HALL, KITCHEN, TUESDAY, Office, wanted
from tests.core.bookings.rule_kit import rule


def test_a_plan_has_its_rooms(office: Office) -> None:
    assert plan(office, 3)

    assert [day for _, day in office.rooms()] == ["11-24 17:00", "12-01 17:00", "12-08 17:00"]
    assert {row.occurrence_id for row in office.bookings().values()} == {
        day.id for day in days(office)
    }


def test_a_plan_without_one_of_its_rooms_is_not_saved(office: Office) -> None:
    clash = TUESDAY + timedelta(weeks=1)
    service.book(office.desk("choir"), wanted(KITCHEN, "choir", day=clash))

    assert not plan(office, 3)
    assert days(office) == []
    assert plan(office, 3, {clash})
    assert len(days(office)) == 2


def test_a_day_and_its_room_are_undone_together(office: Office) -> None:
    assert add(office)
    with pytest.raises(Refused):
        add(office, place=HALL)

    assert (len(days(office)), len(office.bookings())) == (1, 1)


@pytest.mark.parametrize("place", [KITCHEN, HALL])
def test_a_day_that_is_there_already_is_said_before_its_room_is_asked_for(
    office: Office, place: str
) -> None:
    assert add(office)
    with pytest.raises(Refused, match="there already") as caught:
        add(office, place=place)

    assert caught.value.field == "day"


def test_a_day_that_is_moved_onto_another_of_its_own_is_told_so(office: Office) -> None:
    friday = date(2026, 11, 27)
    first, second = add(office), add(office, friday)
    assert first
    assert second
    with pytest.raises(Refused, match="there already"):
        planning.move_day(office.desk(), second.id, TUESDAY, EVENING, office.places[KITCHEN])


def test_a_day_that_is_moved_takes_its_room_along(office: Office) -> None:
    day = add(office)
    assert day
    friday = date(2026, 11, 27)

    moved = planning.move_day(office.desk(), day.id, friday, EVENING, office.places[HALL])
    assert moved.saved
    assert office.rooms() == [(HALL, "11-27 17:00")]
    assert planning.move_day(office.desk(), day.id, friday, EVENING, None).saved
    assert office.rooms() == []


def test_a_day_whose_new_room_is_taken_stays(office: Office) -> None:
    day = add(office)
    assert day
    service.book(office.desk("choir"), wanted(HALL, "choir"))

    decided = planning.move_day(office.desk(), day.id, TUESDAY, EVENING, office.places[HALL])
    assert decided.saved is None
    assert days(office)[0].place_id == office.places[KITCHEN]
    assert len(office.rooms()) == 2


@pytest.mark.parametrize("begun", [False, True])
def test_a_day_is_not_moved_to_where_its_room_cannot_follow(office: Office, begun: bool) -> None:
    today = office.clock().date()
    day = add(office, today)
    assert day
    if begun:
        office.clock.now = day.starts + timedelta(minutes=1)
    hours = EVENING if begun else Hours(time(12), time(21))

    with pytest.raises(Refused, match="before now") as caught:
        planning.move_day(office.desk(), day.id, today, hours, office.places[HALL])
    assert caught.value.field == ("place" if begun else "starts")
    assert days(office)[0].place_id == office.places[KITCHEN]
    assert office.rooms() == [(KITCHEN, "11-22 17:00")]


def test_a_day_is_not_moved_into_the_past_from_its_room(office: Office) -> None:
    day = add(office)
    assert day
    with pytest.raises(Refused, match="before now"):
        planning.move_day(
            office.desk(), day.id, date(2026, 11, 21), EVENING, office.places[KITCHEN]
        )  # fmt: skip


def test_a_day_that_has_begun_may_end_later_or_begin_again(office: Office) -> None:
    today, kitchen = office.clock().date(), office.places[KITCHEN]
    day = add(office, today)
    assert day
    office.clock.now = day.starts + timedelta(minutes=1)

    longer = Hours(time(18), time(21))
    assert planning.move_day(office.desk(), day.id, today, longer, kitchen).saved
    assert days(office)[0].ends == day.ends + timedelta(hours=1)
    later = Hours(time(19), time(21))
    assert planning.move_day(office.desk(), day.id, today, later, office.places[HALL]).saved
    assert office.rooms() == [(HALL, "11-22 18:00")]


@pytest.fixture
def begun(office: Office) -> Occurrence:
    """Today's evening, from 18 to 20 in the kitchen, a minute after it began."""
    day = add(office, office.clock().date())
    assert day
    office.clock.now = day.starts + timedelta(minutes=1)
    return day


def _until(office: Office, day: Occurrence, hour: int) -> bool:
    """Make the day end at that hour; whether it was saved."""
    hours, kitchen = Hours(time(18), time(hour)), office.places[KITCHEN]
    return planning.move_day(office.desk(), day.id, day.day, hours, kitchen).saved is not None


def test_a_later_end_of_a_day_that_has_begun_is_its_rooms_too(
    office: Office, begun: Occurrence
) -> None:
    assert _until(office, begun, 21)

    (booking,) = office.bookings().values()
    assert booking.ends == days(office)[0].ends == begun.ends + timedelta(hours=1)
    late = wanted(KITCHEN, "choir", day=begun.day, starts=20, ends=22)
    assert service.book(office.desk("choir"), late).saved is None
    assert _until(office, begun, 20), "an earlier end asks for nothing"


def test_a_day_that_has_begun_does_not_go_on_into_anothers_time(
    office: Office, begun: Occurrence
) -> None:
    late = wanted(KITCHEN, "choir", day=begun.day, starts=20, ends=22)
    assert service.book(office.desk("choir"), late).saved

    assert not _until(office, begun, 21)
    assert days(office)[0].ends == begun.ends
    office.clock.now = begun.starts + timedelta(hours=4)
    assert _until(office, begun, 21), "what happened is written down"
    assert office.rooms() == [(KITCHEN, "11-22 17:00"), (KITCHEN, "11-22 19:00")]


def test_a_day_that_has_begun_does_not_leave_its_room_for_one_that_waits(
    office: Office, begun: Occurrence
) -> None:
    office.rules = [rule(Approval(), "yes", KITCHEN, level=Level.APPROVE)]

    with pytest.raises(Refused, match="Somebody must say yes") as caught:
        _until(office, begun, 21)
    assert caught.value.field == "ends"
    assert [row.status for row in office.bookings().values()] == ["confirmed"]
    assert office.rooms() == [(KITCHEN, "11-22 17:00")]


def test_the_times_of_a_day_that_is_over_can_be_put_right(office: Office) -> None:
    today = office.clock().date()
    day = add(office, today)
    assert day
    office.clock.now = day.ends + timedelta(minutes=1)
    earlier = Hours(time(17), time(20))

    assert planning.move_day(office.desk(), day.id, today, earlier, office.places[HALL]).saved


def test_a_day_that_needs_no_room_gives_it_back_whenever_it_began(office: Office) -> None:
    today = office.clock().date()
    day = add(office, today)
    assert day
    earlier = Hours(time(12), time(20))

    assert planning.move_day(office.desk(), day.id, today, earlier, None).saved
    assert office.rooms() == []


@pytest.mark.parametrize("give_up", [planning.close_day, planning.cancel_day])
def test_a_day_that_is_not_held_gives_its_room_back(office: Office, give_up: object) -> None:
    day = add(office)
    assert day
    with office.database.writing(office.district) as session:
        give_up(session, office.access("red"), day.id, "Illness", office.clock())

    assert office.rooms() == []
    assert service.book(office.desk("choir"), wanted(KITCHEN, "choir")).saved
    assert planning.reopen_day(office.desk(), day.id).saved is None


def test_a_day_that_is_opened_again_has_its_room_again(office: Office) -> None:
    day = add(office)
    assert day
    with office.database.writing(office.district) as session:
        planning.close_day(session, office.access("red"), day.id, "Illness", office.clock())

    assert planning.reopen_day(office.desk(), day.id).saved
    assert office.rooms() == [(KITCHEN, "11-24 17:00")]


def test_a_cancelled_day_is_not_opened_beside_one_planned_since(office: Office) -> None:
    day = add(office)
    assert day
    with office.database.writing(office.district) as session:
        planning.cancel_day(session, office.access("red"), day.id, "Illness", office.clock())
    other = planning.add_day(
        office.desk(), centre, TUESDAY, Hours(time(17), time(19)), office.places[HALL]
    )
    assert other.saved

    with pytest.raises(Refused, match=r"there already on 24\.11\.2026, 17\.00–19\.00"):
        planning.reopen_day(office.desk(), day.id)
    with office.database.writing(office.district) as session:
        planning.cancel_day(
            session, office.access("red"), other.saved[0].id, "Illness", office.clock()
        )
    assert planning.reopen_day(office.desk(), day.id).saved


def test_what_has_begun_keeps_its_room(office: Office) -> None:
    day = add(office)
    assert day
    office.clock.now = day.starts
    with office.database.writing(office.district) as session:
        planning.release(session, day.id, "user:11", office.clock())

    assert len(office.rooms()) == 1


def test_a_plan_in_somebody_elses_time_is_refused_with_the_agreement(office: Office) -> None:
    office.agree("choir", KITCHEN)
    decided = planning.add_day(office.desk(), centre, TUESDAY, EVENING, office.places[KITCHEN])

    assert decided.saved is None
    assert decided.verdicts[0].findings[0].rule.startswith("agreement:")


def test_the_hour_that_is_missing_is_refused_with_a_sentence(office: Office) -> None:
    night = Hours(time(2, 30), time(5))
    with pytest.raises(Refused, match=r"The clocks go forward on 28\.03\.2027: 02\.30") as caught:
        planning.add_day(
            office.desk(), centre, date(2027, 3, 28), night, office.places[KITCHEN]
        )  # fmt: skip

    assert caught.value.field == "starts"


def test_days_from_before_there_were_bookings_get_their_rooms(office: Office) -> None:
    assert plan(office, 2)
    with office.database.writing(office.district) as session:
        for row in session.scalars(select(Booking)):
            planning.release(session, row.occurrence_id or 0, "user:11", office.clock())
    service.book(office.desk("choir"), wanted(KITCHEN, "choir"))

    left = book_rooms(office.desk(), office.activities["red"])
    assert [row.day for row in left] == [TUESDAY]
    assert (KITCHEN, "12-01 17:00") in office.rooms()
