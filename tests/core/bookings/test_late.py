"""Somebody was faster: what is decided again with the rooms held, and what begins again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from core.bookings import service
from core.bookings.desk import Decided, Desk, Offers, decide, offers_to, to_losers
from core.bookings.displacing import put_aside
from core.bookings.facts import Request, Verdict
from core.bookings.models import Booking, PlaceRule, Version
from core.bookings.saving import add
from core.bookings.service import Wanted
from core.bookings.versions import room
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.testing.factories import LONG_AGO
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, Office, wanted

postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@dataclass
class Late:
    """Red asks, and `meanwhile` happens after each look, by its number from 1."""

    office: Office
    wanted: Wanted
    meanwhile: Callable[[int], object]
    looks: list[DistrictSession] = field(default_factory=list)
    offering: list[DistrictSession] = field(default_factory=list)
    saving: list[DistrictSession] = field(default_factory=list)
    losers: Sequence[int] = ()

    def decided(self) -> Decided[Booking]:
        """What came of it."""
        return decide(self.office.desk(), self._ask, self._save, self._wish, self._prepare)

    def _ask(self, session: DistrictSession) -> Sequence[Request]:
        self.looks.append(session)
        return [service.request_of(session, self.office.access("red"), self.wanted)]

    def _wish(self, verdicts: tuple[Verdict, ...]) -> bool:
        self.meanwhile(len(self.looks))
        return not verdicts[0].blocked

    def _prepare(self, session: DistrictSession, desk: Desk, decided: Decided[None]) -> Offers:
        rows = session.scalars(select(Booking).where(Booking.id.in_(self.losers)))
        offers = {**to_losers(session, desk, decided), **offers_to(session, desk, rows)}
        self.offering.append(session)
        return offers

    def _save(self, session: DistrictSession, decided: Decided[None]) -> Booking:
        self.saving.append(session)
        put_aside(session, self.office.desk(), decided)
        return add(session, decided.verdicts, self.office.clock())[0]


def _taken(office: Office, who: str, place: str, **more: int) -> Booking:
    found = service.book(office.desk(who), wanted(place, who, **more)).saved
    assert found
    return found


def _rule(office: Office, at: str, kind: str, **what: object) -> PlaceRule:
    row = PlaceRule(
        id=new_id(LONG_AGO),
        place_id=office.places[at],
        kind=kind,
        level="block",
        value={"what": what},
        created_at=LONG_AGO,
        created_by="user:14",
    )
    with office.database.writing(office.district) as session:
        session.add(row)
    return row


def _version(office: Office, place: str) -> int:
    with office.database.reading(office.district) as session:
        subject = room(office.places[place])
        return session.scalar(select(Version.version).where(Version.subject == subject)) or 0


def test_a_no_that_comes_late_writes_nothing(office: Office) -> None:
    late = Late(office, wanted(HALL), lambda n: n == 1 and _taken(office, "choir", HALL))

    assert late.decided().saved is None
    assert len(late.looks) == 2
    assert _version(office, HALL) == 1


def test_who_needs_more_rooms_than_are_held_begins_again(office: Office) -> None:
    """A kitchen that comes along is said of the hall between the looks."""
    late = Late(
        office, wanted(HALL), lambda n: n == 1 and _rule(office, HALL, "companion", place=KITCHEN)
    )

    assert late.decided().saved
    assert len(late.looks) == 3
    assert _version(office, KITCHEN) == 1


@postgresql
def test_a_rule_that_is_set_while_the_rooms_are_held_holds(office: Office) -> None:
    def meanwhile(look: int) -> None:
        if look == 1:
            _taken(office, "choir", HALL, starts=8, ends=9)
        if look == 2:
            _rule(office, HALL, "capacity", people=9)

    late = Late(office, wanted(HALL, people=50), meanwhile)

    decided = late.decided()
    assert decided.saved is None
    assert decided.verdicts[0].blocked


def test_who_must_give_way_is_offered_something_before_the_rooms_are_held(office: Office) -> None:
    loser = _taken(office, "bydel", LOFT)
    late = Late(
        office,
        wanted(HALL),
        lambda n: n == 1 and _taken(office, "choir", HALL, starts=8, ends=9),
        losers=[loser.id],
    )

    assert late.decided().offers[loser.id]
    assert len(late.looks) == 3
    assert not {*late.offering} & {*late.saving}


def test_what_somebody_has_to_give_back_is_held_first(office: Office) -> None:
    """The choir gets the house, on leave of an agreement, between the looks."""
    office.agree("red", KITCHEN, release_days=30)
    late = Late(
        office,
        wanted(KITCHEN, displace=True),
        lambda n: n == 1 and _taken(office, "choir", HOUSE),
    )

    (verdict,) = late.decided().verdicts
    assert verdict.displaces
    assert len(late.looks) == 3
