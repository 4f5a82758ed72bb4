"""Every kind of change that the rooms' calendar shows."""

from datetime import time

from sqlalchemy import delete, select, update

from core.bookings.models import Agreement, PlaceRule
from core.db.ids import new_id
from core.districts.models import District, DistrictPlugin, Organisation
from core.places.models import OpeningHours, Place
from core.schedules.models import Activity, CalendarNote, Occurrence
from core.testing.factories import LONG_AGO, make_agreement, make_occurrence, make_place
from tests.core.web.rooms_kit import API, TUESDAY, Rooms, at


def row_added(rooms: Rooms, row: object) -> None:
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        row.id = new_id(LONG_AGO)  # type: ignore[attr-defined]
        session.add(row)


def _district(rooms: Rooms, statement: object) -> None:
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        session.execute(statement)


def _platform(rooms: Rooms, statement: object) -> None:
    with rooms.stovner.database.platform_writing() as shared:
        shared.execute(statement)


def booked(rooms: Rooms) -> None:
    assert rooms.book(rooms.browser(), 20, 21).status_code == 201


def cancelled(rooms: Rooms) -> None:
    first = rooms.one("confirmed")
    assert rooms.send(rooms.browser(), "DELETE", f"{API}/{first}").status_code == 200


def moved(rooms: Rooms) -> None:
    first = rooms.one("confirmed")
    answer = rooms.send(
        rooms.browser(), "PATCH", f"{API}/{first}", starts=f"{TUESDAY}T10:00:00+01:00"
    )
    assert answer.status_code == 200


def approved(rooms: Rooms) -> None:
    last = rooms.one("pending")
    answer = rooms.send(rooms.browser(), "POST", f"{API}/{last}/approve")
    assert answer.status_code == 200


def rejected(rooms: Rooms) -> None:
    last = rooms.one("pending")
    answer = rooms.send(rooms.browser(), "POST", f"{API}/{last}/reject", reason="Nei")
    assert answer.status_code == 200


def asked(rooms: Rooms) -> None:
    rooms.insert(at(8))


def day_closed(rooms: Rooms) -> None:
    closed = {"state": "closed", "reason": "Syke vakter"}
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == rooms.day)).one()
        row.state, row.reason = closed["state"], closed["reason"]


def day_moved(rooms: Rooms) -> None:
    _district(rooms, update(Occurrence).values(place_id=rooms.places["loft"]))


def day_planned(rooms: Rooms) -> None:
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        make_occurrence(session, rooms.activity, TUESDAY, starts=time(18), ends=time(19))


def place_made(rooms: Rooms) -> None:
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        make_place(session, "torget")


def place_renamed(rooms: Rooms) -> None:
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        session.scalars(select(Place).where(Place.slug == "laven")).one().name = "Låven"


def place_put_away(rooms: Rooms) -> None:
    _district(rooms, update(Place).where(Place.slug == "loft").values(archived_at=LONG_AGO))


def hours_given(rooms: Rooms) -> None:
    hall = rooms.places["laven"]
    row_added(rooms, OpeningHours(place_id=hall, weekday=1, opens=time(9), closes=time(15)))


def hours_taken(rooms: Rooms) -> None:
    _district(rooms, delete(OpeningHours))


def agreed(rooms: Rooms) -> None:
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        make_agreement(session, rooms.stovner.own, rooms.places["laven"], 2)


def agreement_ended(rooms: Rooms) -> None:
    _district(rooms, update(Agreement).values(last=TUESDAY))


def rule_set(rooms: Rooms) -> None:
    rule = PlaceRule(
        place_id=rooms.places["laven"],
        kind="capacity",
        level="block",
        value={"what": {"people": 9}},
        created_at=LONG_AGO,
        created_by="command:0",
    )
    row_added(rooms, rule)


def noted(rooms: Rooms) -> None:
    row_added(
        rooms, CalendarNote(kind="school-free", name="Planleggingsdag", first=TUESDAY, last=TUESDAY)
    )


def activity_renamed(rooms: Rooms) -> None:
    _district(rooms, update(Activity).values(name="Åpen gård"))


def organisation_renamed(rooms: Rooms) -> None:
    with rooms.stovner.database.platform_writing() as shared:
        shared.get_one(Organisation, rooms.stovner.partner).name = "Røde Kors Oslo"


def renamed_by_statement(rooms: Rooms) -> None:
    one = Organisation.id == rooms.stovner.partner
    _platform(rooms, update(Organisation).where(one).values(name="Røde Kors Oslo"))


def renamed_elsewhere(rooms: Rooms) -> None:
    """In the other district's session, which may not write a row of this one."""
    with rooms.stovner.database.writing(rooms.stovner.grorud_id) as session:
        row = session.get_one(Organisation, rooms.stovner.partner)
        row.name = "Røde Kors Oslo"


def plugin_switched(rooms: Rooms) -> None:
    with rooms.stovner.database.platform_writing() as shared:
        shared.add(
            DistrictPlugin(
                district_id=rooms.stovner.district_id,
                plugin=min(rooms.stovner.parts.host.names),
                enabled=True,
                changed_at=LONG_AGO,
                changed_by="command:0",
            )
        )


def district_renamed(rooms: Rooms) -> None:
    _platform(rooms, update(District).values(name="Nye Stovner"))


CHANGES = [
    booked, asked, cancelled, moved, approved, rejected, day_closed, day_moved, day_planned,
    place_made, place_renamed, place_put_away, hours_given, hours_taken, agreed, agreement_ended,
    rule_set, noted, activity_renamed, organisation_renamed, renamed_by_statement,
    renamed_elsewhere, plugin_switched, district_renamed,
]  # fmt: skip
