"""The rooms' calendar: its rooms, its names, and what is free in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from core.bookings.blocks import Block
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import OpeningHours, Place
from core.schedules.models import Activity, OccurrenceState
from core.trees import in_order

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
    """When a room is open on a local date; without hours, between eight and ten.

    Midnight closes the day.
    """
    if not room.hours:
        return [(_FROM, _TO)]
    return sorted(
        (opens, closes) for weekday, opens, closes in room.hours if weekday == day.weekday()
    )


def gaps(
    spans: Sequence[tuple[datetime, datetime]], taken: Sequence[Block], ahead: datetime
) -> Iterator[Gap]:
    """Free time of half an hour or more from `ahead` on, within the spans a room is open.

    What others keep for clearing is not free. What whoever asks must keep depends on who asks.
    """
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
