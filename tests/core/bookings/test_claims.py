"""Dates of a series that were taken: offered when they come free, in turn, for three days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.bookings import claims, series, service
from core.bookings.looking import Offered
from core.bookings.models import Booking, Claim
from core.bookings.vocabulary import Own
from core.problems import Forbidden, NotFound, Refused
from core.text import Text
from tests.core.bookings.office import HALL, HOUSE, TUESDAY, Office, tell, wanted, weekly
from tests.core.bookings.rule_kit import rule

CLASH = TUESDAY + timedelta(weeks=2)


@pytest.fixture
def taken(office: Office) -> Booking:
    """The choir has the hall on the third Tuesday."""
    booking = service.book(office.desk("choir"), wanted(HALL, "choir", day=CLASH)).saved
    assert booking
    return booking


def _claim(office: Office, who: str = "red") -> int:
    """A series without the date that is taken, which is kept as a claim."""
    first, second, clash = weekly(3, HALL if who == "red" else HOUSE, who)
    clash = wanted(HALL, who, day=CLASH)
    saved = series.save(office.desk(who), [first, second], [clash]).saved
    assert saved
    (claim,) = saved.claims
    return claim.id


def _offer(office: Office) -> int:
    offered = Offered(tuple(office.rules))
    return claims.offer(
        office.database, office.district, offered, office.watch, tell, office.clock()
    )


def _cancel(office: Office, booking: Booking) -> None:
    with office.database.writing(office.district) as session:
        service.cancel(session, office.access("choir"), [booking.id], "", office.clock())


def test_what_is_taken_is_not_offered(office: Office, taken: Booking) -> None:
    _claim(office)

    assert _offer(office) == 0
    assert office.claims() == ["waiting"]


def test_what_comes_free_is_offered_once_and_accepted(office: Office, taken: Booking) -> None:
    claim = _claim(office)
    _cancel(office, taken)

    assert (_offer(office), _offer(office)) == (1, 0)
    assert office.letters() == [("user:11", "offered", 1)]
    booking = claims.accept(office.desk("red"), claim).saved
    assert booking
    assert office.claims() == ["taken"]
    assert (HALL, "12-08 17:00") in office.rooms()
    assert booking.series_id
    with pytest.raises(Refused):
        claims.accept(office.desk("red"), claim)


def test_an_offer_lapses_after_three_days_and_goes_to_the_next(
    office: Office, taken: Booking
) -> None:
    first = _claim(office)
    office.clock.advance(hours=1)
    second = _claim(office, "bydel")
    _cancel(office, taken)
    assert _offer(office) == 1
    assert sorted(office.claims()) == ["offered", "waiting"]

    office.clock.advance(days=3)
    with pytest.raises(Refused):
        claims.accept(office.desk("red"), first)
    assert _offer(office) == 1
    assert sorted(office.claims()) == ["lapsed", "offered"]
    assert claims.accept(office.desk("bydel"), second).saved


def test_who_waits_does_not_take_what_another_is_offered(office: Office, taken: Booking) -> None:
    first = _claim(office)
    office.clock.advance(hours=1)
    second = _claim(office, "bydel")
    _cancel(office, taken)
    _offer(office)

    with pytest.raises(Refused):
        claims.accept(office.desk("bydel"), second)
    assert claims.accept(office.desk("red"), first).saved


def test_an_offer_that_was_taken_meanwhile_is_no_booking(office: Office, taken: Booking) -> None:
    claim = _claim(office)
    _cancel(office, taken)
    _offer(office)
    service.book(office.desk("bydel"), wanted(HALL, "bydel", day=CLASH))

    decided = claims.accept(office.desk("red"), claim)
    assert decided.saved is None
    assert decided.verdicts[0].blocked


@pytest.mark.parametrize("answered", [True, False])
def test_who_was_offered_what_another_took_waits_on(
    office: Office, taken: Booking, answered: bool
) -> None:
    """Answered too late by a moment, or not answered while the time was another's."""
    claim = _claim(office)
    _cancel(office, taken)
    _offer(office)
    other = service.book(office.desk("choir"), wanted(HALL, "choir", day=CLASH)).saved
    assert other
    if answered:
        assert claims.accept(office.desk("red"), claim).saved is None
        assert office.claims() == ["waiting"]
    office.clock.advance(days=3)
    assert _offer(office) == 0
    assert office.claims() == ["waiting"]

    _cancel(office, other)
    assert _offer(office) == 1
    assert claims.accept(office.desk("red"), claim).saved
    assert office.claims() == ["taken"]


def test_nobody_answers_for_another(office: Office, taken: Booking) -> None:
    claim = _claim(office)
    _cancel(office, taken)
    _offer(office)

    with pytest.raises(Forbidden):
        claims.accept(office.desk("choir"), claim)
    with pytest.raises(NotFound):
        claims.accept(office.desk("red"), 1)


def test_what_is_not_needed_is_let_go(office: Office, taken: Booking) -> None:
    claim = _claim(office)
    with office.database.writing(office.district) as session:
        claims.let_go(session, office.access("red"), claim, office.clock())
    _cancel(office, taken)

    assert office.claims() == ["lapsed"]
    assert _offer(office) == 0


def test_a_date_that_has_passed_lapses(office: Office, taken: Booking) -> None:
    claim = _claim(office)
    office.clock.now = taken.starts

    assert _offer(office) == 0
    assert office.claims() == ["lapsed"]
    with pytest.raises(Refused):
        claims.accept(office.desk("red"), claim)


def test_an_offer_is_not_open_longer_than_the_date_is_ahead(office: Office, taken: Booking) -> None:
    _claim(office)
    _cancel(office, taken)
    office.clock.now = taken.starts - timedelta(hours=5)
    _offer(office)

    with office.database.reading(office.district) as session:
        assert session.scalars(select(Claim.offered_until)).one() == taken.starts


def test_the_rules_are_asked_before_the_writers_queue(office: Office, taken: Booking) -> None:
    """A plugin's rule books the time while it thinks: then the claim is not offered it."""
    _claim(office)
    _cancel(office, taken)

    def meanwhile(_request: object, _snapshot: object) -> list[Text]:
        office.rules = []
        assert service.book(office.desk("bydel"), wanted(HALL, "bydel", day=CLASH)).saved
        return []

    office.rules = [rule(Own(meanwhile), "slow", HALL)]
    assert _offer(office) == 0
    assert office.claims() == ["waiting"]
    assert office.letters() == []
    assert _offer(office) == 0


def test_each_sees_its_own(office: Office, taken: Booking) -> None:
    claim = _claim(office)
    with office.database.reading(office.district) as session:
        mine = claims.open_claims(session, office.access("red"), office.clock())
        theirs = claims.open_claims(session, office.access("choir"), office.clock())

    assert ([one.id for one in mine], theirs) == ([claim], [])
