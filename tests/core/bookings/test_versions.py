"""What tells that a rule's ground has moved: versions of rooms, organisations and rules."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import delete, select, update

from core.bookings import service
from core.bookings.desk import Busy, Decided, consider, decide
from core.bookings.facts import OwnedRule, Request, Verdict
from core.bookings.models import Agreement, Booking, PlaceRule, Take, Version
from core.bookings.saving import add, claim_all
from core.bookings.versions import Stale, room, step
from core.bookings.vocabulary import Frequency, Own, Per, Quota, Unit, What
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.places.models import OpeningHours, Place
from core.testing.factories import LONG_AGO, make_agreement
from tests.core.bookings.office import HALL, KITCHEN, LOFT, Office, wanted
from tests.core.bookings.rule_kit import rule


def _versions(office: Office) -> dict[str, int]:
    with office.database.reading(office.district) as session:
        return {one.subject: one.version for one in session.scalars(select(Version))}


def _hours(session: DistrictSession, office: Office) -> None:
    session.add(
        OpeningHours(
            id=new_id(LONG_AGO),
            place_id=office.places[HALL],
            weekday=1,
            opens=time(8),
            closes=time(22),
        )
    )


def _rule(session: DistrictSession, office: Office) -> None:
    session.add(
        PlaceRule(
            id=new_id(LONG_AGO),
            place_id=office.places[HALL],
            kind="capacity",
            level="block",
            value={"what": {"people": 9}},
            created_at=LONG_AGO,
            created_by="user:14",
        )
    )


def _agreement(session: DistrictSession, office: Office) -> None:
    make_agreement(session, office.organisations["choir"], office.places[HALL], 1)


def _rename(session: DistrictSession, office: Office) -> None:
    session.scalars(select(Place).where(Place.slug == HALL)).one().name = "Låven"


def _by_statement(session: DistrictSession, office: Office) -> None:
    session.execute(update(Place).where(Place.slug == HALL).values(capacity=3))


def _removed(session: DistrictSession, office: Office) -> None:
    session.execute(delete(Agreement))


CHANGES = [_hours, _rule, _agreement, _rename, _by_statement, _removed]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_rules_are_made_of_moves_their_version(
    office: Office, change: Callable[[DistrictSession, Office], None]
) -> None:
    before = _versions(office).get("rules", 0)
    with office.database.writing(office.district) as session:
        change(session, office)

    assert _versions(office)["rules"] > before


@pytest.mark.parametrize(
    ("rules", "counted"),
    [
        ((), set()),
        ((Quota(9, Unit.WEEK),), {"organisation"}),
        ((Frequency(9, Unit.WEEK), Quota(9, Unit.WEEK, Per.USER)), {"activity", "user"}),
        ((Own(lambda _request, _snapshot: []),), {"organisation", "activity", "user"}),
    ],
)
def test_a_booking_moves_its_rooms_and_whose_use_rules_count(
    office: Office, rules: tuple[What, ...], counted: set[str]
) -> None:
    """Of other rooms, too: a rule of theirs may count the bookings of this one."""
    office.rules = [rule(what, f"rule-{number}", HALL) for number, what in enumerate(rules)]
    service.book(office.desk(), wanted(KITCHEN))
    moved = _versions(office)

    assert moved[f"room:{office.places[KITCHEN]}"] == 1
    assert f"room:{office.places[LOFT]}" not in moved
    whose = {
        "organisation": f"organisation:{office.organisations['red']}",
        "activity": f"activity:{office.activities['red']}",
        "user": "user:11",
    }
    assert {kind for kind, subject in whose.items() if subject in moved} == counted


def test_what_is_freed_moves_the_room(office: Office) -> None:
    booking = service.book(office.desk(), wanted(KITCHEN)).saved
    assert booking
    before = _versions(office)[f"room:{office.places[KITCHEN]}"]
    with office.database.writing(office.district) as session:
        service.cancel(session, office.access("red"), [booking.id], "", office.clock())

    assert _versions(office)[f"room:{office.places[KITCHEN]}"] > before


def _looked(office: Office) -> Decided[None]:
    return consider(
        office.desk(),
        lambda session: [service.request_of(session, office.access("red"), wanted(HALL))],
    )


def _claim(office: Office, decided: Decided[None]) -> None:
    with office.database.writing(office.district) as session:
        claim_all(session, decided.snapshot, decided.verdicts)


def test_nothing_moved_is_not_late(office: Office) -> None:
    _claim(office, _looked(office))


@pytest.mark.parametrize("change", CHANGES)
def test_a_verdict_is_late_when_the_rules_have_moved(
    office: Office, change: Callable[[DistrictSession, Office], None]
) -> None:
    decided = _looked(office)
    with office.database.writing(office.district) as session:
        change(session, office)

    with pytest.raises(Stale):
        _claim(office, decided)


QUOTA = rule(Quota(9, Unit.WEEK), "quota")


@pytest.mark.parametrize(
    ("place", "who", "rules", "late"),
    [
        (HALL, "choir", [], True),
        (KITCHEN, "choir", [QUOTA], False),
        (KITCHEN, "red", [QUOTA], True),
        (KITCHEN, "red", [], False),
    ],
)
def test_a_verdict_is_late_when_its_room_or_the_organisation_it_counts_has_moved(
    office: Office, place: str, who: str, rules: list[OwnedRule], late: bool
) -> None:
    office.rules = rules
    decided = _looked(office)
    service.book(office.desk(who), wanted(place, who))

    if late:
        with pytest.raises(Stale):
            _claim(office, decided)
    else:
        _claim(office, decided)


def test_who_is_late_asks_again_and_is_told_what_came_first(office: Office) -> None:
    """Somebody books while a plugin's rule thinks: the second verdict says who."""

    def meanwhile(_request: object, _snapshot: object) -> list[str]:
        office.rules = []
        service.book(office.desk("choir"), wanted(HALL, "choir"))
        return []

    office.rules = [rule(Own(meanwhile), "slow")]
    decided = service.book(office.desk(), wanted(HALL))

    assert decided.saved is None
    assert [one.rule for one in decided.verdicts[0].findings] == ["occupied"]
    assert [one.organisation_id for one in office.bookings().values()] == [
        office.organisations["choir"]
    ]


def test_who_is_late_is_answered_in_the_turn_that_came(office: Office) -> None:
    """Somebody books another hour of the room meanwhile: nothing is begun again."""
    asked: list[DistrictSession] = []
    saved: list[DistrictSession] = []

    def ask(session: DistrictSession) -> list[Request]:
        asked.append(session)
        return [service.request_of(session, office.access("red"), wanted(HALL))]

    def save(session: DistrictSession, decided: Decided[None]) -> int:
        saved.append(session)
        return add(session, decided.verdicts, office.clock())[0].id

    def wish(verdicts: tuple[Verdict, ...]) -> bool:
        if not office.bookings():
            service.book(office.desk("choir"), wanted(HALL, "choir", starts=10, ends=12))
        return not verdicts[0].blocked

    decided = decide(office.desk(), ask, save, wish)

    assert decided.saved
    assert len(asked) == 2
    assert asked[1] is saved[0]
    assert len(office.bookings()) == 2


def test_a_plugin_is_never_asked_while_rooms_are_held(office: Office) -> None:
    """Its rule writes something itself each time, which would wait for the rooms."""
    wrote = []

    def check(_request: object, _snapshot: object) -> list[str]:
        with office.database.writing(office.district) as session:
            if not wrote:
                step(session, room(office.places[HALL]))
            wrote.append(session)
        return []

    office.rules = [rule(Own(check), "own", HALL)]

    assert service.book(office.desk(), wanted(HALL)).saved
    assert len(wrote) == 2


def test_an_overlap_that_only_the_database_sees_is_never_saved(office: Office) -> None:
    """Whatever is asked, something stands there that was not seen, five times."""
    tries = []

    def take_it_first(session: DistrictSession, _verdicts: object, row: Booking) -> None:
        tries.append(row.id)
        mine = session.scalars(select(Take).where(Take.booking_id == row.id)).one()
        session.add(
            Take(
                id=new_id(LONG_AGO),
                booking_id=row.id,
                room_id=mine.room_id,
                starts=mine.starts,
                ends=mine.ends,
                lane_from=0,
                lane_to=1,
                active=True,
            )
        )
        session.flush()

    with pytest.raises(Busy):
        service.book(replace(office.desk(), within=take_it_first), wanted(KITCHEN))
    assert len(tries) == 5
    assert (office.bookings(), office.rooms()) == ({}, [])
