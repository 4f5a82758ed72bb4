"""Two at once who need the same rooms: each waits for its turn, and neither for the other."""

from collections.abc import Sequence

from core.bookings import service
from core.bookings.models import Booking
from core.problems import Refused
from tests.core.bookings.office import HOUSE, KITCHEN, LOFT, Office, wanted
from tests.support.together import together

TIMES = 30
"""Locks that are taken in two orders stop one of two about every fifth time."""


def _booked(office: Office, place: str, who: str) -> int:
    saved = service.book(office.desk(who), wanted(place, who)).saved
    assert saved
    return saved.id


def _moved(office: Office, who: str, number: int, place: str, starts: int) -> Booking | None:
    change = wanted(place, who, starts=starts, ends=starts + 2)
    return service.move(office.desk(who), number, change).saved


def _cancelled(office: Office, who: str, numbers: Sequence[int]) -> bool:
    try:
        with office.database.writing(office.district) as session:
            service.cancel(session, office.access(who), numbers, "", office.clock())
    except Refused:
        return False
    return True


def test_two_change_rooms(office: Office) -> None:
    red, choir = _booked(office, KITCHEN, "red"), _booked(office, LOFT, "choir")
    for number in range(TIMES):
        office.clock.advance(milliseconds=1)
        there, here = (LOFT, KITCHEN) if number % 2 == 0 else (KITCHEN, LOFT)
        starts = 10 if number % 2 == 0 else 18

        moved = together(
            lambda to=there, at=starts: _moved(office, "red", red, to, at),
            lambda to=here, at=starts: _moved(office, "choir", choir, to, at),
        )

        assert all(moved)


def test_one_cancels_while_another_moves_the_same(office: Office) -> None:
    for _time in range(TIMES):
        office.clock.advance(milliseconds=1)
        number = _booked(office, HOUSE, "red")

        def move(number: int = number) -> Booking | None:
            try:
                return _moved(office, "red", number, KITCHEN, 10)
            except Refused:
                return None

        together(lambda one=number: _cancelled(office, "red", [one]), move)

        assert office.bookings()[number].status == "cancelled"
        assert office.rooms() == []


def test_two_cancel_and_two_ask(office: Office) -> None:
    for _time in range(TIMES):
        office.clock.advance(milliseconds=1)
        red, choir = _booked(office, KITCHEN, "red"), _booked(office, LOFT, "choir")

        outcome = together(
            lambda one=red: _cancelled(office, "red", [one]),
            lambda one=choir: _cancelled(office, "choir", [one]),
            lambda: service.book(office.desk("admin"), wanted(HOUSE, "bydel")).saved,
        )

        assert outcome[:2] == [True, True]
        kept = [row.id for row in office.bookings().values() if row.status == "confirmed"]
        assert _cancelled(office, "admin", kept)
        assert office.rooms() == []
