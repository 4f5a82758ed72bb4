"""Bookings as iCalendar (RFC 5545), for a place, an organisation or an activity.

No person is named. Times are UTC; a booking keeps its UID, and SEQUENCE grows with its changes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import ColumnElement, Row, select

from core.bookings.models import Booking, Status, Take
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import Place
from core.places.tree import related
from core.problems import NotFound
from core.schedules.models import Activity

_BACK = timedelta(days=60)
_STATUS: Mapping[str, str] = {
    Status.CONFIRMED.value: "CONFIRMED",
    Status.PENDING.value: "TENTATIVE",
    Status.REJECTED.value: "CANCELLED",
    Status.CANCELLED.value: "CANCELLED",
}


class Kind(StrEnum):
    """Whose bookings a feed holds."""

    PLACE = "place"
    ORGANISATION = "organisation"
    ACTIVITY = "activity"


def feed(
    session: DistrictSession, kind: Kind, slug: str, district: str, now: datetime, *, whole: bool
) -> bytes:
    """The bookings of two months back and all that are ahead. Raises NotFound.

    `whole` is the second feed, for those who keep the building: the time that is taken with the
    buffers before and after, as events of their own.
    """
    name, where = _named(session, kind, slug)
    rows = session.execute(
        select(
            Booking.id,
            Booking.starts,
            Booking.ends,
            Booking.status,
            Booking.reason,
            Booking.revision,
            Booking.changed_at,
            Activity.name.label("activity"),
            Organisation.name.label("organisation"),
            Place.name.label("place"),
        )
        .join(Activity, Activity.id == Booking.activity_id)
        .join(Organisation, Organisation.id == Booking.organisation_id)
        .join(Place, Place.id == Booking.place_id)
        .where(where, Booking.ends > now - _BACK)
        .order_by(Booking.starts, Booking.id)
    ).all()
    found = Calendar()
    found.add("prodid", "-//Innbyggerbasen//NO")
    found.add("version", "2.0")
    found.add("name", name)
    found.add("x-wr-calname", name)
    for row in rows:
        found.add_component(_event(row, district))
    for event in _buffers(session, rows, district) if whole else ():
        found.add_component(event)
    return bytes(found.to_ical())


def _named(session: DistrictSession, kind: Kind, slug: str) -> tuple[str, ColumnElement[bool]]:
    if kind is Kind.PLACE:
        places = session.scalars(select(Place)).all()
        parents = {row.id: row.parent_id for row in places}
        place = next((row for row in places if row.slug == slug), None)
        if place is None:
            raise NotFound
        return place.name, Booking.place_id.in_(related(parents, place.id))
    table = Organisation if kind is Kind.ORGANISATION else Activity
    named = session.execute(select(table.id, table.name).where(table.slug == slug)).first()
    if named is None:
        raise NotFound
    column = Booking.organisation_id if kind is Kind.ORGANISATION else Booking.activity_id
    return named.name, column == named.id


def _event(row: Row[*tuple[Any, ...]], district: str) -> Event:
    event = Event()
    event.add("uid", f"booking-{row.id}@{district}.innbyggerbasen")
    event.add("dtstamp", row.changed_at)
    event.add("last-modified", row.changed_at)
    event.add("sequence", row.revision)
    event.add("dtstart", row.starts)
    event.add("dtend", row.ends)
    event.add("summary", f"{row.activity} ({row.organisation})")
    event.add("location", row.place)
    event.add("status", _STATUS[row.status])
    return event


def _buffers(
    session: DistrictSession, rows: Iterable[Row[*tuple[Any, ...]]], district: str
) -> Iterable[Event]:
    bookings = {row.id: row for row in rows}
    taken = session.execute(
        select(Take.booking_id, Take.starts, Take.ends)
        .where(Take.active, Take.booking_id.in_(bookings))
        .distinct()
    )
    for one in taken:
        row = bookings[one.booking_id]
        for key, starts, ends in (
            ("before", one.starts, row.starts),
            ("after", row.ends, one.ends),
        ):
            if starts < ends:
                event = Event()
                event.add("uid", f"booking-{row.id}-{key}@{district}.innbyggerbasen")
                event.add("dtstamp", row.changed_at)
                event.add("sequence", row.revision)
                event.add("dtstart", starts)
                event.add("dtend", ends)
                event.add("summary", f"– {row.activity}")
                event.add("location", row.place)
                event.add("status", "CONFIRMED")
                yield event
