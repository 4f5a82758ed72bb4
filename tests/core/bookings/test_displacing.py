"""The holder of an agreement takes back what others were given after its release."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.bookings import approving, series, service
from core.bookings.models import Booking, Letter
from core.bookings.saving import Waiver
from core.bookings.vocabulary import Buffer, Capacity, Level
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, TUESDAY, Office, wanted, weekly
from tests.core.bookings.rule_kit import rule


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


def _asked_to_take_back(office: Office) -> Booking:
    """The Red Cross asks for the house with many people, which the district must say yes to."""
    many = rule(Capacity(5), "many", level=Level.APPROVE, approver="bydel-stovner")
    office.rules = [many]
    asked = service.book(office.desk(), wanted(HOUSE, people=8, displace=True)).saved
    assert office.status(asked) == "pending"
    assert asked
    return asked


def test_what_waits_for_a_yes_puts_nobody_aside_until_it_has_it(released: Office) -> None:
    given = _given(released, KITCHEN)
    asked = _asked_to_take_back(released)
    before = (released.status(given), released.letters(), len(released.log("bookings:displace")))

    assert approving.approve(released.desk("bydel"), asked.id).saved

    assert before == ("confirmed", [], 0)
    assert released.status(given) == "cancelled"
    assert len(released.rooms()) == 3
    assert released.letters() == [("user:11", "approved", 0), ("user:13", "displaced", 3)]
    (entry,) = released.log("bookings:displace")
    assert entry.actor == "user:12"


def test_a_yes_that_comes_after_the_notice_puts_nobody_aside(released: Office) -> None:
    given = _given(released, KITCHEN)
    asked = _asked_to_take_back(released)
    released.clock.advance(days=1)

    assert approving.approve(released.desk("bydel"), asked.id).saved is None
    assert (released.status(given), released.status(asked)) == ("confirmed", "pending")


def test_a_series_that_waits_puts_nobody_aside(released: Office) -> None:
    given = _given(released, KITCHEN)
    many = rule(Capacity(5), "many", level=Level.APPROVE, approver="bydel-stovner")
    released.rules = [many]
    dates = weekly(2, HOUSE, people=8, displace=True)

    assert series.save(released.desk(), dates).saved
    assert (released.status(given), released.letters()) == ("confirmed", [])


def test_what_is_offered_to_those_put_aside_is_not_what_was_taken(released: Office) -> None:
    """The kitchen is taken back for the evening; it is not offered again with another hour."""
    _given(released, KITCHEN, starts=17, ends=18)
    service.book(released.desk(), wanted(KITCHEN, starts=17, ends=21, displace=True))

    with released.database.reading(released.district) as session:
        (letter,) = session.scalars(select(Letter)).all()
    places = {number: slug for slug, number in released.places.items()}
    taken = [f"2026-11-24 {hour}" for hour in range(16, 20)]
    offers = letter.body.splitlines()
    assert len(offers) == 3
    for line in offers:
        number, _, moment = line.partition(" ")
        assert not (places[int(number)] == KITCHEN and moment[:13] in taken)


def test_what_the_holder_gave_up_is_not_taken_back(released: Office) -> None:
    """Booked before the release, with the first right set aside: it is no released time."""
    later = TUESDAY + timedelta(weeks=2)
    asked = wanted(KITCHEN, "choir", day=later)
    given = service.book(released.desk("admin"), asked, Waiver("They agreed to it.")).saved
    released.clock.advance(days=12)
    decided = service.book(released.desk(), wanted(KITCHEN, day=later, displace=True))

    assert (decided.saved, decided.verdicts[0].may_displace) == (None, ())
    assert released.status(given) == "confirmed"


def test_what_was_there_before_the_agreement_is_not_taken_back(office: Office) -> None:
    given = _given(office, KITCHEN)
    office.agree("red", HOUSE, release_days=3, notice_days=2)

    assert service.book(office.desk(), wanted(KITCHEN, displace=True)).saved is None
    assert office.status(given) == "confirmed"


def test_what_is_only_beside_the_holders_time_is_not_taken_back(released: Office) -> None:
    """The choir's cleaning reaches into the holder's time; its own hour does not."""
    released.rules = [rule(Buffer(after=30), "cleaning", KITCHEN)]
    given = _given(released, KITCHEN, starts=15, ends=17)
    asked = wanted(KITCHEN, starts=17, ends=19, displace=True)

    assert service.book(released.desk(), asked).saved is None
    assert released.status(given) == "confirmed"


def test_what_was_moved_into_released_time_is_taken_back(released: Office) -> None:
    given = _given(released, HALL)
    assert service.move(released.desk("choir"), given.id, wanted(KITCHEN, "choir")).saved

    assert service.book(released.desk(), wanted(KITCHEN, displace=True)).saved
    assert released.status(given) == "cancelled"
