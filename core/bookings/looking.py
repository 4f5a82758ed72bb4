"""Reading what rules are asked about, in a handful of statements however much there is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, bindparam, or_, select

from core.bookings.facts import (
    ActivityFacts,
    Fault,
    OnDuty,
    OwnedRule,
    Request,
    Snapshot,
    Taken,
    Used,
)
from core.bookings.ground import ground, read_versions
from core.bookings.models import (
    Booking,
    PluginRooms,
    Status,
    Take,
)
from core.bookings.occupancy import buffers
from core.bookings.scope import neighbours_matter, places_of, rules_for
from core.bookings.vocabulary import Frequency, Level, Own, Per, Quota, Unit
from core.calendar.zones import local_date
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity, Assignment, Occurrence, OccurrenceState
from core.text import Text

BESIDE = timedelta(days=2)
"""How far from a request others may be and still matter to it; buffers are shorter."""
_PERIODS: Mapping[Unit, timedelta] = {
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(weeks=1),
    Unit.MONTH: timedelta(days=31),
    Unit.YEAR: timedelta(days=366),
}

_LONGEST = timedelta(days=16)
"""No take is longer than a booking with its buffers, so this bounds the index's range."""
_HERE: BindParameter[int] = bindparam("district_id")
_TAKEN = Prepared.select(
    select(
        Take.booking_id,
        Take.room_id,
        Take.starts,
        Take.ends,
        Take.lane_from,
        Take.lane_to,
        Booking.starts.label("booked_starts"),
        Booking.ends.label("booked_ends"),
        Booking.organisation_id,
        Booking.shared,
        Booking.released,
        Activity.id.label("activity_id"),
        Activity.slug,
        Activity.name,
        Activity.organisation_id.label("of"),
        Activity.plugin,
        Activity.tags,
    )
    .join(Booking, (Booking.district_id == _HERE) & (Booking.id == Take.booking_id))
    .join(Activity, (Activity.district_id == _HERE) & (Activity.id == Booking.activity_id))
    .where(Take.district_id == _HERE, Take.active)
    .where(Take.room_id.in_(bindparam("rooms", expanding=True)))
    .where(Take.starts < bindparam("last"), Take.starts > bindparam("earliest"))
    .where(Take.ends > bindparam("first"))
)


def _used_by(counted: ColumnElement[bool]) -> Prepared:
    return Prepared.select(
        select(
            Booking.id,
            Booking.place_id,
            Booking.starts,
            Booking.ends,
            Booking.organisation_id,
            Booking.activity_id,
            Booking.created_by,
        )
        .where(Booking.district_id == _HERE)
        .where(Booking.status.in_([Status.PENDING.value, Status.CONFIRMED.value]))
        .where(Booking.starts > bindparam("first"), Booking.starts < bindparam("last"))
        .where(counted)
    )


_OF_ORGANISATIONS = Booking.organisation_id.in_(bindparam("organisations", expanding=True))
_USED_BY_ORGANISATIONS = _used_by(_OF_ORGANISATIONS)
"""By itself, for it is what most quotas count, and there is an index."""
_USED = _used_by(
    or_(
        _OF_ORGANISATIONS,
        Booking.activity_id.in_(bindparam("activities", expanding=True)),
        Booking.created_by.in_(bindparam("actors", expanding=True)),
        Booking.place_id.in_(bindparam("rooms", expanding=True)),
    )
)


@dataclass(frozen=True)
class Broken:
    """A plugin whose rules cannot be had: held back (`level` approve), or failing (block)."""

    plugin: str
    title: Text
    level: Level


@dataclass(frozen=True)
class Offered:
    """The rules of the plugins that are on, and those that could not be asked."""

    rules: tuple[OwnedRule, ...] = ()
    broken: tuple[Broken, ...] = ()


@dataclass(frozen=True)
class Reach:
    """How far to look beside the requests: for alternatives, every room and two weeks."""

    every_room: bool = False
    days: timedelta = BESIDE


def look(
    session: DistrictSession,
    requests: Sequence[Request],
    offered: Offered,
    now: datetime,
    reach: Reach = Reach(),
) -> Snapshot:
    """What is known of the requests' places and times. Raises KeyError for an unknown place."""
    versions = read_versions(session)  # first: what is read after them is at least as new
    at = ground(session, versions)
    rules = (*at.rules, *offered.rules)
    known = Snapshot(now, at.places, at.organisations, at.agreements, rules, ())
    met = _met(known, requests, reach)
    # A plugin's own rule may look at the house, and at who is on duty
    own = any(isinstance(one.rule.what, Own) for one in met)
    taken = _taken(session, known, requests, reach, own)
    used = _used(session, known, requests, reach, met)
    faults = _faults(session, offered.broken)
    on_duty = _on_duty(session, requests, reach) if own else ()
    return replace(known, taken=taken, used=used, faults=faults, on_duty=on_duty, versions=versions)


def _met(known: Snapshot, requests: Sequence[Request], reach: Reach) -> list[OwnedRule]:
    """The rules that may be asked about the requests: for alternatives, any of them."""
    if reach.every_room:
        return list(known.rules)
    alike = {(one.place_id, one.activity.id, one.organisation.id): one for one in requests}
    return [rule for one in alike.values() for rule in rules_for(one, known)]


def _on_duty(
    session: DistrictSession, requests: Sequence[Request], reach: Reach
) -> tuple[OnDuty, ...]:
    beside = reach.days if reach.every_room else timedelta()
    first, last = _span(requests, beside)
    rows = session.execute(
        select(
            Assignment.person_id,
            Assignment.role,
            Occurrence.activity_id,
            Occurrence.starts,
            Occurrence.ends,
        )
        .join(Occurrence, Occurrence.id == Assignment.occurrence_id)
        .where(
            Occurrence.state == OccurrenceState.PLANNED.value,
            Occurrence.day.between(local_date(first) - BESIDE, local_date(last)),
            Occurrence.ends > first,
            Occurrence.starts < last,
        )
    )
    return tuple(OnDuty(*row) for row in rows)


def _taken(
    session: DistrictSession,
    known: Snapshot,
    requests: Sequence[Request],
    reach: Reach,
    own: bool,
) -> tuple[Taken, ...]:
    beside = reach.days if own or reach.every_room else max(buffers(known.rules))
    first, last = _span(requests, beside)
    rooms = list(known.places) if reach.every_room else _rooms(known, requests, own)
    rows = _TAKEN.run(session, rooms=rooms, first=first, earliest=first - _LONGEST, last=last)
    return tuple(
        Taken(
            row.booking_id,
            row.room_id,
            row.starts,
            row.ends,
            row.lane_from,
            row.lane_to,
            row.booked_starts,
            row.booked_ends,
            ActivityFacts(
                row.activity_id, row.slug, row.name, row.of, row.plugin, frozenset(row.tags)
            ),
            known.organisations[row.organisation_id],
            row.shared,
            tuple(row.released),
        )
        for row in rows
    )


def _span(requests: Sequence[Request], beside: timedelta) -> tuple[datetime, datetime]:
    first, last = min(one.starts for one in requests), max(one.ends for one in requests)
    return first - beside, last + beside


def _rooms(known: Snapshot, requests: Sequence[Request], own: bool) -> list[int]:
    """The rooms asked for, their companions, and the whole house where neighbours matter."""
    found: set[int] = set()
    for place_id in {one.place_id for one in requests}:
        found |= {row.id for row in known.below(place_id)}
        if own or neighbours_matter(place_id, known):
            found |= known.in_house(place_id)
    for one in known.rules:
        slug = getattr(one.rule.what, "place", None)
        companion = known.by_slug(slug) if slug else None
        if companion is not None:
            found |= {row.id for row in known.below(companion.id)}
    return sorted(found)


def _used(
    session: DistrictSession,
    known: Snapshot,
    requests: Sequence[Request],
    reach: Reach,
    met: Iterable[OwnedRule],
) -> tuple[Used, ...]:
    limits = [
        (one.rule, one.rule.what) for one in met if isinstance(one.rule.what, Quota | Frequency)
    ]
    if not limits:
        return ()
    beside = reach.days + max(_PERIODS[what.unit] for _rule, what in limits)
    first, last = _span(requests, beside)
    rooms = {one.place_id for one in requests}
    if reach.every_room:
        limited = (places_of(rule, known) for rule, what in limits if what.per is Per.ROOM)
        rooms = {row.id for places in limited for one in places for row in known.above(one)}
    by_organisation = all(what.per is Per.ORGANISATION for _rule, what in limits)
    counted = _USED_BY_ORGANISATIONS if by_organisation else _USED
    rows = counted.run(
        session,
        first=first,
        last=last,
        organisations=list({one.organisation.id for one in requests}),
        activities=list({one.activity.id for one in requests}),
        actors=list({one.actor for one in requests}),
        rooms=list(rooms),
    )
    return tuple(Used(*row) for row in rows)


def _faults(session: DistrictSession, broken: Sequence[Broken]) -> tuple[Fault, ...]:
    if not broken:
        return ()
    kept = {row.plugin: tuple(row.places) for row in session.scalars(select(PluginRooms))}
    return tuple(
        Fault(one.plugin, one.title, kept.get(one.plugin, ()), one.level) for one in broken
    )
