"""When places are closed, as iCalendar events: closed days, holidays, weekdays without hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Event
from sqlalchemy import ColumnElement, select

from core.bookings.feeds import Kind, Subject
from core.calendar.counting_year import Period, iso_week
from core.calendar.holidays_no import public_holidays
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.places.models import OpeningHours, Place
from core.places.tree import related
from core.schedules.models import Activity, NoteKind, Occurrence, OccurrenceState
from core.schedules.notes import notes_in

_AHEAD = timedelta(days=400)
_DAY = timedelta(days=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def closures(
    session: DistrictSession, of: Subject, district: str, since: datetime, closed: str
) -> Iterator[Event]:
    """From the week of `since` and 400 days on. `closed` is the word for it."""
    first = iso_week(local_date(since)).first
    period = Period(first, first + _AHEAD)
    yield from _closed_days(session, of, district, period, closed)
    yield from _holidays(session, district, period)
    if of.kind is Kind.PLACE:
        yield from _weekdays(session, of, district, period, closed)


def places_of(session: DistrictSession, of: Subject) -> frozenset[int]:
    """A place, what it lies in and what lies in it: a booking of one takes the others."""
    return related(_parents(session), of.id)


def _closed_days(
    session: DistrictSession, of: Subject, district: str, period: Period, closed: str
) -> Iterator[Event]:
    """Days of activities that were closed, with their reasons."""
    rows = session.execute(
        select(Occurrence, Activity.name, Place.name.label("place"))
        .join(Activity, Activity.id == Occurrence.activity_id)
        .join(Place, Place.id == Occurrence.place_id)
        .where(
            _of(session, of),
            Occurrence.state == OccurrenceState.CLOSED,
            Occurrence.day.between(period.first, period.last),
        )
        .order_by(Occurrence.starts, Occurrence.id)
    )
    for day, activity, place in rows:
        event = _event(f"closed-{day.id}@{district}", day.changed_at, f"{closed}: {activity}")
        event.add("sequence", day.revision)
        event.add("dtstart", day.starts)
        event.add("dtend", day.ends)
        event.add("location", place)
        if day.reason:
            event.add("description", day.reason)
        yield event


def _of(session: DistrictSession, of: Subject) -> ColumnElement[bool]:
    if of.kind is Kind.PLACE:
        return Occurrence.place_id.in_(places_of(session, of))
    if of.kind is Kind.ORGANISATION:
        return Activity.organisation_id == of.id
    return Occurrence.activity_id == of.id


def _holidays(session: DistrictSession, district: str, period: Period) -> Iterator[Event]:
    """Public holidays and the district's own days off, whole days that keep nobody out."""
    for day, name in public_holidays(period).items():
        yield _all_day(f"holiday-{day.isoformat()}@{district}", name, day, day)
    for note in notes_in(session, period):
        if note.kind != NoteKind.NOTE:
            yield _all_day(f"note-{note.id}@{district}", note.name, note.first, note.last)


def _weekdays(
    session: DistrictSession, of: Subject, district: str, period: Period, closed: str
) -> Iterator[Event]:
    """Weekdays on which the place, by its own hours or those of what it lies in, is closed."""
    hours: dict[int, set[int]] = {}
    for row in session.execute(select(OpeningHours.place_id, OpeningHours.weekday)):
        hours.setdefault(row.place_id, set()).add(row.weekday)
    parents = _parents(session)
    one: int | None = of.id
    while one is not None and one not in hours:
        one = parents[one]
    if one is None:
        return
    for weekday in sorted(set(range(7)) - hours[one]):
        day = period.first + weekday * _DAY
        event = _all_day(f"weekday-{weekday}-{of.id}@{district}", closed, day, day)
        event.add("rrule", {"freq": "weekly", "byday": _WEEKDAYS[weekday]})
        event.add("location", of.name)
        yield event


def _parents(session: DistrictSession) -> dict[int, int | None]:
    return {row.id: row.parent_id for row in session.execute(select(Place.id, Place.parent_id))}


def _all_day(uid: str, summary: str, first: date, last: date) -> Event:
    """`last` is inclusive here, and not in iCalendar."""
    event = _event(uid, datetime.combine(first, time(0), UTC), summary)
    event.add("dtstart", first)
    event.add("dtend", last + _DAY)
    event.add("transp", "TRANSPARENT")
    return event


def _event(uid: str, stamp: datetime, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}.innbyggerbasen")
    event.add("dtstamp", stamp)
    event.add("summary", summary)
    event.add("status", "CONFIRMED")
    return event
