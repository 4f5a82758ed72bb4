"""When places are closed, as iCalendar events: closed days, holidays, and outside their hours."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

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
_MIDNIGHT = time(0)
_Week: TypeAlias = Mapping[int, Sequence[tuple[time, time]]]
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def closures(
    session: DistrictSession,
    of: Subject,
    district: str,
    since: datetime,
    *,
    closed: str,
    outside: str,
) -> Iterator[Event]:
    """From the week of `since` and 400 days on.

    `closed` is the word for it, `outside` for the hours of an open day when a place is not open.
    """
    first = iso_week(local_date(since)).first
    period = Period(first, first + _AHEAD)
    yield from _closed_days(session, of, district, period, closed)
    yield from _holidays(session, district, period)
    if of.kind is Kind.PLACE:
        week = _week_of(session, of)
        yield from _weekdays(week, of, district, period, closed)
        yield from _outside_hours(week, of, district, period, outside)


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


def _week_of(session: DistrictSession, of: Subject) -> _Week:
    """The place's own hours, or those of what it lies in, by weekday; none: always open."""
    hours: dict[int, dict[int, list[tuple[time, time]]]] = {}
    for row in session.scalars(select(OpeningHours).order_by(OpeningHours.opens)):
        spans = hours.setdefault(row.place_id, {}).setdefault(row.weekday, [])
        spans.append((row.opens, row.closes))
    parents = _parents(session)
    one: int | None = of.id
    while one is not None and one not in hours:
        one = parents[one]
    return hours[one] if one is not None else {}


def _weekdays(
    week: _Week, of: Subject, district: str, period: Period, closed: str
) -> Iterator[Event]:
    """Weekdays on which the place is closed."""
    for weekday in sorted(set(range(7)) - week.keys()) if week else ():
        day = period.first + weekday * _DAY
        event = _all_day(f"weekday-{weekday}-{of.id}@{district}", closed, day, day)
        yield _weekly(event, weekday, of)


def _outside_hours(
    week: _Week, of: Subject, district: str, period: Period, outside: str
) -> Iterator[Event]:
    """The hours of open days before, between and after it is open.

    Without a time zone, which is the clock on the wall in iCalendar: they are the same all year.
    """
    for weekday, spans in sorted(week.items()):
        for starts, ends in _shut(period.first + weekday * _DAY, spans):
            uid = f"outside-{weekday}-{starts:%H%M}-{of.id}@{district}"
            event = _event(uid, datetime.combine(period.first, _MIDNIGHT, UTC), outside)
            event.add("dtstart", starts)
            event.add("dtend", ends)
            event.add("transp", "TRANSPARENT")
            yield _weekly(event, weekday, of)


def _shut(day: date, spans: Sequence[tuple[time, time]]) -> Iterator[tuple[datetime, datetime]]:
    begins = datetime.combine(day, _MIDNIGHT)
    after = begins + _DAY
    for opens, closes in spans:
        if begins < (until := datetime.combine(day, opens)):
            yield begins, until
        begins = after if closes == _MIDNIGHT else datetime.combine(day, closes)
    if begins < after:
        yield begins, after


def _weekly(event: Event, weekday: int, of: Subject) -> Event:
    event.add("rrule", {"freq": "weekly", "byday": _WEEKDAYS[weekday]})
    event.add("location", of.name)
    return event


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
