"""The rooms' calendar: who has what, what is free, closed or waiting. Read as plain rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, select

from core.bookings.models import Booking, Status
from core.calendar.counting_year import Period
from core.calendar.zones import OSLO, to_utc
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import OpeningHours, Place
from core.schedules.models import Activity, Occurrence, OccurrenceState
from core.trees import in_order

SHOWN = (Status.CONFIRMED.value, Status.PENDING.value)
_FROM, _TO = time(8), time(22)
_LEAST = timedelta(minutes=30)
_DAY = timedelta(days=1)
_HERE: BindParameter[int] = bindparam("district_id")
_BOOKED = Prepared.select(
    select(
        Booking.id,
        Booking.place_id,
        Booking.starts,
        Booking.ends,
        Booking.activity_id,
        Booking.organisation_id,
        Booking.shared,
        Booking.status,
        Booking.reason,
    )
    .where(Booking.district_id == _HERE, Booking.status.in_(SHOWN))
    # No booking is longer than two weeks, which bounds the index's range
    .where(Booking.starts > bindparam("earliest"), Booking.starts < bindparam("ends"))
    .where(Booking.ends > bindparam("begins"))
    .order_by(Booking.starts, Booking.id)
)
_CLOSED = Prepared.select(
    select(
        Occurrence.id,
        Occurrence.place_id,
        Occurrence.starts,
        Occurrence.ends,
        Occurrence.activity_id,
        Activity.organisation_id,
        bindparam("shared", value=False).label("shared"),
        Occurrence.state,
        Occurrence.reason,
    )
    .join(
        Activity,
        (Activity.district_id == Occurrence.district_id) & (Activity.id == Occurrence.activity_id),
    )
    .where(
        Occurrence.district_id == _HERE,
        Occurrence.state == OccurrenceState.CLOSED,
        Occurrence.place_id.is_not(None),
        Occurrence.day.between(bindparam("first"), bindparam("last")),
    )
    .order_by(Occurrence.starts, Occurrence.id)
)


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
class Grounds:
    """The places in use: as a tree to choose from, by (depth, slug, name), and the rooms."""

    choices: tuple[tuple[int, str, str], ...]
    slugs: Mapping[int, str]
    rooms: tuple[Room, ...]

    def within(self, place: str | None) -> list[Room]:
        """The rooms of a place; all of them where none is named."""
        return [
            room
            for room in self.rooms
            if place is None or any(self.slugs[number] == place for number in room.line)
        ]


class Block(NamedTuple):
    """A booking as the calendar shows it, or a day that was closed (`status` is "closed"). UTC."""

    id: int
    place_id: int | None
    starts: datetime
    ends: datetime
    activity_id: int
    organisation_id: int
    shared: bool
    status: str
    reason: str | None


class Named(NamedTuple):
    """An activity or an organisation. `kept` is False for what was put away."""

    slug: str
    name: str
    kept: bool = True


@dataclass(frozen=True)
class Names:
    """Who is who, by id; organisations that have activities here first of all."""

    activities: Mapping[int, Named]
    organisations: Mapping[int, Named]


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


def grounds(session: DistrictSession) -> Grounds:
    """Places in use with their opening hours; rooms by house and name. One query."""
    rows = session.execute(
        select(
            Place.id,
            Place.slug,
            Place.name,
            Place.parent_id,
            OpeningHours.weekday,
            OpeningHours.opens,
            OpeningHours.closes,
        )
        .join(OpeningHours, OpeningHours.place_id == Place.id, isouter=True)
        .where(Place.archived_at.is_(None))
    ).all()
    places = {row.id: row for row in rows}
    hours: dict[int, list[tuple[int, time, time]]] = {}
    for row in rows:
        if row.weekday is not None:
            hours.setdefault(row.id, []).append((row.weekday, row.opens, row.closes))
    parents = {row.parent_id for row in places.values()}
    rooms = []
    for row in places.values():
        if row.id in parents:
            continue
        line = [row.id]
        while (parent := places[line[-1]].parent_id) in places:
            line.append(parent)
        own = next((hours[number] for number in line if number in hours), [])
        house = places[line[1]].name if len(line) > 1 else row.name
        rooms.append(Room(row.id, row.slug, row.name, house, tuple(line), tuple(own)))
    return Grounds(
        tuple((depth, row.slug, row.name) for depth, row in in_order(places.values())),
        {row.id: row.slug for row in places.values()},
        tuple(sorted(rooms, key=lambda one: (one.house, one.name))),
    )


def names(session: DistrictSession) -> Names:
    """Activities by name, and organisations. One query."""
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.slug,
            Organisation.name,
            Activity.id.label("activity_id"),
            Activity.slug.label("activity_slug"),
            Activity.name.label("activity_name"),
            Activity.archived_at,
        )
        .join(Activity, Activity.organisation_id == Organisation.id, isouter=True)
        .order_by(Activity.name, Organisation.name)
    ).all()
    active = {row.id for row in rows if row.activity_id is not None}
    return Names(
        {
            row.activity_id: Named(row.activity_slug, row.activity_name, row.archived_at is None)
            for row in rows
            if row.activity_id is not None
        },
        {row.id: Named(row.slug, row.name, row.id in active) for row in rows},
    )


def blocks(session: DistrictSession, period: Period) -> list[Block]:
    """Bookings that stand or wait, in order, and days that were closed with a place. Two queries.

    A booking of a house fills all of its rooms; see `in_rooms`.
    """
    begins, ends = bounds(period)
    booked = _BOOKED.run(session, begins=begins, ends=ends, earliest=begins - timedelta(days=15))
    found = [Block(*row) for row in booked]
    closed = _CLOSED.run(session, first=period.first, last=period.last)
    shut = [Block(*row) for row in closed]
    return sorted(found + shut, key=lambda one: (one.starts, one.id)) if shut else found


def beginning_at(session: DistrictSession, place_id: int, local: datetime) -> list[int]:
    """The ids of what stands or waits in a place from a local time, which is without a zone.

    Where the hour comes twice, from either.
    """
    moments = {local.replace(tzinfo=OSLO, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return list(
        session.scalars(
            select(Booking.id).where(
                Booking.place_id == place_id,
                Booking.starts.in_(moments),
                Booking.status.in_(SHOWN),
            )
        )
    )


def bounds(period: Period) -> tuple[datetime, datetime]:
    """The moments a period of local dates begins and ends, half-open."""
    return to_utc(period.first, time(0)), to_utc(period.last + _DAY, time(0))


def in_rooms(rooms: Sequence[Room], found: Sequence[Block]) -> dict[int, list[Block]]:
    """The blocks that fill each room, in order: its own, and those of what it lies in."""
    by_place: dict[int | None, list[Block]] = {}
    for one in found:
        by_place.setdefault(one.place_id, []).append(one)
    filled = {}
    for room in rooms:
        lists = [by_place[number] for number in room.line if number in by_place]
        every = [one for some in lists for one in some]
        filled[room.id] = every if len(lists) < 2 else sorted(every, key=lambda one: one.starts)
    return filled


def open_times(room: Room, day: date) -> list[tuple[time, time]]:
    """When a room is open on a local date; without hours, between eight and ten."""
    if not room.hours:
        return [(_FROM, _TO)]
    return sorted(
        (opens, closes) for weekday, opens, closes in room.hours if weekday == day.weekday()
    )


def gaps(
    spans: Sequence[tuple[datetime, datetime]], taken: Sequence[Block], ahead: datetime
) -> Iterator[Gap]:
    """Free time of half an hour or more from `ahead` on, within the spans a room is open."""
    for opens, stops in spans:
        begins = max(opens, ahead)
        for one in taken:
            if one.status == OccurrenceState.CLOSED:
                continue
            if one.starts - begins >= _LEAST and one.starts <= stops:
                yield Gap(begins, one.starts)
            begins = max(begins, one.ends)
        if stops - begins >= _LEAST:
            yield Gap(begins, stops)


def half_hour(moment: datetime) -> datetime:
    """The next half hour: nobody books from 14.07."""
    rest = timedelta(
        minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment if not rest else moment - rest + timedelta(minutes=30)
