"""Bookings as iCalendar (RFC 5545), for a place, an organisation or an activity.

No person is named. Times are UTC; an event keeps its UID, and SEQUENCE grows with its changes.
The same rows give the same bytes, so that whoever asks again is told that nothing is new.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import ColumnElement, Row, or_, select, true

from core.bookings.feed_closures import closures, places_of
from core.bookings.feeds import Kind, Subject
from core.bookings.models import Booking, Status, Take
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import Place
from core.schedules.models import Activity

Found = Row[*tuple[Any, ...]]
_BACK = timedelta(days=60)
_STATUS: Mapping[str, str] = {
    Status.CONFIRMED.value: "CONFIRMED",
    Status.PENDING.value: "TENTATIVE",
    Status.REJECTED.value: "CANCELLED",
    Status.CANCELLED.value: "CANCELLED",
}


@dataclass(frozen=True)
class Words:
    """What is said in the second feed. `before` and `after` have a place for %(activity)s."""

    before: str
    after: str
    closed: str
    outside: str


def calendar(
    session: DistrictSession, of: Subject, district: str, now: datetime, whole: Words | None
) -> bytes:
    """The bookings of two months back and all that are ahead; a cancelled one stays, as CANCELLED.

    With `whole` it is the second feed, for those who keep the building: the time before and after
    each booking that is taken too, and when the place is closed, as events of their own.
    """
    rows = _bookings(session, of, now)
    found = Calendar()
    found.add("prodid", "-//Innbyggerbasen//NO")
    found.add("version", "2.0")
    found.add("name", of.name)
    found.add("x-wr-calname", of.name)
    for row in rows:
        found.add_component(_event(row, district))
    if whole is not None:
        for event in _buffers(session, of, rows, district, whole):
            found.add_component(event)
        since = now - _BACK
        shut = {"closed": whole.closed, "outside": whole.outside}
        for event in closures(session, of, district, since, **shut):
            found.add_component(event)
    return bytes(found.to_ical())


def _bookings(session: DistrictSession, of: Subject, now: datetime) -> list[Found]:
    wanted = (
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
        .where(_of(session, of), Booking.ends > now - _BACK)
        .order_by(Booking.starts, Booking.id)
    )
    return list(session.execute(wanted))


def _of(session: DistrictSession, of: Subject) -> ColumnElement[bool]:
    if of.kind is Kind.PLACE:
        places = places_of(session, of)
        along = select(Take.booking_id).where(Take.active, Take.room_id.in_(places))
        return or_(Booking.place_id.in_(places), Booking.id.in_(along))
    if of.kind is Kind.ORGANISATION:
        return Booking.organisation_id == of.id
    return Booking.activity_id == of.id


def _event(row: Found, district: str) -> Event:
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
    if row.status == Status.CANCELLED and row.reason:
        event.add("description", row.reason)
    return event


def _buffers(
    session: DistrictSession, of: Subject, rows: Sequence[Found], district: str, words: Words
) -> Iterator[Event]:
    bookings = {row.id: row for row in rows if row.status == Status.CONFIRMED}
    here = Take.room_id.in_(places_of(session, of)) if of.kind is Kind.PLACE else true()
    taken = session.execute(
        select(Take.booking_id, Take.room_id, Place.name, Take.starts, Take.ends)
        .join(Place, Place.id == Take.room_id)
        .where(Take.active, Take.booking_id.in_(bookings), here)
        .order_by(Take.starts, Take.booking_id, Take.room_id)
        .distinct()
    )
    for one in taken:
        row = bookings[one.booking_id]
        for key, text, starts, ends in (
            ("before", words.before, one.starts, row.starts),
            ("after", words.after, row.ends, one.ends),
        ):
            if starts < ends:
                event = Event()
                uid = f"booking-{row.id}-{one.room_id}-{key}@{district}.innbyggerbasen"
                event.add("uid", uid)
                event.add("dtstamp", row.changed_at)
                event.add("sequence", row.revision)
                event.add("dtstart", starts)
                event.add("dtend", ends)
                event.add("summary", text % {"activity": row.activity})
                event.add("location", one.name)
                event.add("status", "CONFIRMED")
                yield event
