"""The holder of an agreement takes back what others were given after its release."""

from datetime import timedelta
from typing import Any

import pytest

from core.bookings import service
from core.bookings.models import Booking
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, TUESDAY, Office, wanted


def _given(office: Office, place: str, who: str = "choir", **more: Any) -> Booking:
    booking = service.book(office.desk(who), wanted(place, who, **more)).saved
    assert booking
    return booking


@pytest.fixture
def released(office: Office) -> Office:
    """The Red Cross has the house on Tuesdays; released three days before, taken back with two."""
    office.agree("red", HOUSE, release_days=3, notice_days=2)
    return office


def test_before_the_release_it_is_the_holders_and_after_it_everybodys(office: Office) -> None:
    office.agree("red", HOUSE, release_days=3)
    later = TUESDAY + timedelta(weeks=1)

    assert service.book(office.desk("choir"), wanted(KITCHEN, "choir", day=later)).saved is None
    assert service.book(office.desk("red"), wanted(KITCHEN, day=later)).saved
    assert service.book(office.desk("choir"), wanted(LOFT, "choir", day=TUESDAY)).saved


def test_what_is_taken_back_is_free_told_and_logged(released: Office) -> None:
    kitchen, loft = _given(released, KITCHEN), _given(released, LOFT, "bydel")
    refused = service.book(released.desk(), wanted(HOUSE))
    taken = service.book(released.desk(), wanted(HOUSE, displace=True))

    assert refused.saved is None
    assert set(refused.verdicts[0].may_displace) == {kitchen.id, loft.id}
    assert taken.saved
    assert [released.status(one) for one in (kitchen, loft)] == ["cancelled", "cancelled"]
    assert len(released.rooms()) == 3
    assert released.letters() == [
        ("user:12", "displaced", 3),
        ("user:13", "displaced", 3),
    ]
    assert len(released.log("bookings:displace")) == 2


def test_without_the_notice_it_stays(released: Office) -> None:
    given = _given(released, KITCHEN)
    released.clock.advance(days=1)
    decided = service.book(released.desk(), wanted(KITCHEN, displace=True))

    assert decided.saved is None
    assert released.status(given) == "confirmed"
    assert released.letters() == []


def test_the_past_is_untouchable(office: Office) -> None:
    """Without any notice agreed on, what has begun still stays to its end."""
    office.agree("red", HOUSE, release_days=3)
    given = _given(office, KITCHEN, starts=17, ends=20)
    office.clock.now = given.starts + timedelta(minutes=30)

    assert service.book(office.desk(), wanted(KITCHEN, displace=True)).saved is None
    assert office.status(given) == "confirmed"


def test_a_move_takes_back_too(released: Office) -> None:
    given = _given(released, KITCHEN)
    mine = service.book(released.desk(), wanted(HALL)).saved
    assert mine

    assert service.move(released.desk(), mine.id, wanted(KITCHEN, displace=True)).saved
    assert released.status(given) == "cancelled"
    assert [room for room, _ in released.rooms()] == [KITCHEN]


def test_who_holds_no_agreement_takes_nothing_back(released: Office) -> None:
    given = _given(released, KITCHEN)

    assert (
        service.book(released.desk("bydel"), wanted(KITCHEN, "bydel", displace=True)).saved is None
    )
    assert released.status(given) == "confirmed"


def test_what_is_free_anyway_displaces_nobody(released: Office) -> None:
    given = _given(released, LOFT, shared=True)
    decided = service.book(released.desk(), wanted(LOFT, shared=True, displace=True))

    assert decided.saved
    assert released.status(given) == "confirmed"
