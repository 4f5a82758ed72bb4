"""The rooms' calendar: who has what, what is free, closed or waiting. Read as plain rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from core.bookings.models import Booking, Status
from core.calendar.counting_year import Period
from core.calendar.zones import to_utc
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import OpeningHours, Place
from core.schedules.models import Activity, Occurrence, OccurrenceState

SHOWN = (Status.CONFIRMED.value, Status.PENDING.value)
_FROM, _TO = time(8), time(22)
_LEAST = timedelta(minutes=30)


@dataclass(frozen=True)
class Room:
    """A place without places in it. `line` is itself and what it lies in, the nearest first."""

    id: int
    slug: str
    name: str
    house: str
    line: tuple[int, ...]
    hours: tuple[tuple[int, time, time], ...]


@dataclass(frozen=True)
class Block:
    """A booking as the calendar shows it, or a day that was closed (`status` is "closed")."""

    booking_id: int
    place_id: int | None
    starts: datetime
    ends: datetime
    activity: str
    activity_slug: str
    organisation: str
    organisation_slug: str
    shared: bool
    status: str
    reason: str | None


@dataclass(frozen=True)
class Gap:
    """Time in a room on one date that nobody has, UTC."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Filters:
    """What to show: short names, None for everything."""

    place: str | None = None
    organisation: str | None = None
    activity: str | None = None


def rooms(session: DistrictSession, place: str | None = None) -> list[Room]:
    """Rooms in use, by house and name; with a place, those in it. Two queries."""
    places = {
        row.id: row
        for row in session.execute(
            select(Place.id, Place.slug, Place.name, Place.parent_id).where(
                Place.archived_at.is_(None)
            )
        )
    }
    hours: dict[int, list[tuple[int, time, time]]] = {}
    for span in session.execute(
        select(OpeningHours.place_id, OpeningHours.weekday, OpeningHours.opens, OpeningHours.closes)
    ):
        hours.setdefault(span.place_id, []).append((span.weekday, span.opens, span.closes))
    parents = {row.parent_id for row in places.values()}
    found = []
    for row in places.values():
        line = [row.id]
        while (parent := places[line[-1]].parent_id) is not None and parent in places:
            line.append(parent)
        named = place is None or any(places[number].slug == place for number in line)
        if row.id not in parents and named:
            own = next((hours[number] for number in line if number in hours), [])
            house = places[line[1]].name if len(line) > 1 else row.name
            found.append(Room(row.id, row.slug, row.name, house, tuple(line), tuple(own)))
    return sorted(found, key=lambda one: (one.house, one.name))


def blocks(session: DistrictSession, period: Period, filters: Filters) -> list[Block]:
    """Bookings that stand or wait, in order, and days that were closed with a place. Two queries.

    A filter on the place is the rooms' affair: a booking of a house fills all of its rooms.
    """
    begins, ends = to_utc(period.first, time(0)), to_utc(period.last + timedelta(days=1), time(0))
    wanted = []
    if filters.organisation:
        wanted.append(Organisation.slug == filters.organisation)
    if filters.activity:
        wanted.append(Activity.slug == filters.activity)
    names = (Activity.name, Activity.slug, Organisation.name, Organisation.slug)
    booked = session.execute(
        select(
            Booking.id,
            Booking.place_id,
            Booking.starts,
            Booking.ends,
            *names,
            Booking.shared,
            Booking.status,
            Booking.reason,
        )
        .join(Activity, Activity.id == Booking.activity_id)
        .join(Organisation, Organisation.id == Booking.organisation_id)
        .where(Booking.status.in_(SHOWN), Booking.starts < ends, Booking.ends > begins, *wanted)
        # No booking is longer than two weeks, which bounds the index's range
        .where(Booking.starts > begins - timedelta(days=15))
        .order_by(Booking.starts, Booking.id)
    )
    closed = session.execute(
        select(
            Occurrence.id,
            Occurrence.place_id,
            Occurrence.starts,
            Occurrence.ends,
            *names,
            Occurrence.state,
            Occurrence.reason,
        )
        .join(Activity, Activity.id == Occurrence.activity_id)
        .join(Organisation, Organisation.id == Activity.organisation_id)
        .where(
            Occurrence.state == OccurrenceState.CLOSED,
            Occurrence.place_id.is_not(None),
            Occurrence.day.between(period.first, period.last),
            *wanted,
        )
    )
    found = [Block(*row) for row in booked]
    found += [Block(*row[:8], shared=False, status=row[8], reason=row[9]) for row in closed]
    return sorted(found, key=lambda one: (one.starts, one.booking_id))


def in_room(room: Room, found: Iterable[Block]) -> list[Block]:
    """The blocks that fill a room: its own, and those of what it lies in."""
    return [one for one in found if one.place_id in room.line]


def on_day(found: Iterable[Block], day: date) -> list[Block]:
    """The blocks that touch a local date."""
    begins, ends = to_utc(day, time(0)), to_utc(day + timedelta(days=1), time(0))
    return [one for one in found if one.starts < ends and one.ends > begins]


def open_times(room: Room, day: date) -> list[tuple[time, time]]:
    """When a room is open on a local date; without hours, between eight and ten."""
    if not room.hours:
        return [(_FROM, _TO)]
    return sorted(
        (opens, closes) for weekday, opens, closes in room.hours if weekday == day.weekday()
    )


def gaps(room: Room, day: date, taken: Sequence[Block], now: datetime) -> Iterator[Gap]:
    """Free time of half an hour or more that is still ahead, within the room's open hours."""
    for opens, closes in open_times(room, day):
        begins, stops = max(to_utc(day, opens), _half_hour(now)), to_utc(day, closes)
        for one in taken:
            if one.status == OccurrenceState.CLOSED:
                continue
            if one.starts - begins >= _LEAST and one.starts <= stops:
                yield Gap(begins, one.starts)
            begins = max(begins, one.ends)
        if stops - begins >= _LEAST:
            yield Gap(begins, stops)


def _half_hour(moment: datetime) -> datetime:
    """The next half hour: nobody books from 14.07."""
    rest = timedelta(
        minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment if not rest else moment - rest + timedelta(minutes=30)
