"""Reading what rules are asked about, in a handful of statements however much there is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from core.bookings.again import agreement_facts
from core.bookings.facts import (
    ActivityFacts,
    AgreementFacts,
    Fault,
    OnDuty,
    OrganisationFacts,
    OwnedRule,
    PlaceFacts,
    Request,
    Snapshot,
    Taken,
    Used,
)
from core.bookings.models import (
    Agreement,
    Booking,
    PlaceRule,
    PluginRooms,
    Status,
    Take,
    Version,
)
from core.bookings.rule_kinds import rule_of
from core.bookings.vocabulary import Frequency, Level, Quota
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import OpeningHours, Place
from core.schedules.models import Activity, Assignment, Occurrence, OccurrenceState
from core.text import Text

BESIDE = timedelta(days=2)
"""How far from a request others may be and still matter to it; buffers are shorter."""
_YEAR = timedelta(days=366)


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
    versions = _versions(session)  # first: what is read after them is at least as new
    organisations, agreements = _organisations(session)
    places = _places(session)
    rules = (*_place_rules(session, places), *offered.rules)
    known = Snapshot(now, places, organisations, agreements, rules, ())
    taken = _taken(session, known, requests, reach)
    used = _used(session, known, requests, reach)
    faults = _faults(session, offered.broken)
    on_duty = _on_duty(session, requests)
    return Snapshot(
        now, places, organisations, agreements, rules, taken, used, faults, on_duty, versions
    )


def _on_duty(session: DistrictSession, requests: Sequence[Request]) -> tuple[OnDuty, ...]:
    if not requests:
        return ()
    first, last = min(one.starts for one in requests), max(one.ends for one in requests)
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


def _versions(session: DistrictSession) -> dict[str, int]:
    rows = session.execute(select(Version.subject, Version.version))
    return {row.subject: row.version for row in rows}


def _organisations(
    session: DistrictSession,
) -> tuple[dict[int, OrganisationFacts], tuple[AgreementFacts, ...]]:
    """The organisations and their standing agreements here, by one statement."""
    rows = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name, Agreement)
        .join(Agreement, Agreement.organisation_id == Organisation.id, isouter=True)
        .order_by(Agreement.id)
    ).all()
    organisations = {row.id: OrganisationFacts(row.id, row.slug, row.name) for row in rows}
    agreements = (
        agreement_facts(row.Agreement, organisations[row.id]) for row in rows if row.Agreement
    )
    return organisations, tuple(agreements)


def _places(session: DistrictSession) -> dict[int, PlaceFacts]:
    rows = session.execute(
        select(
            Place.id,
            Place.slug,
            Place.name,
            Place.parent_id,
            Place.capacity,
            Place.lanes,
            Place.equipment,
            Place.archived_at,
            OpeningHours.weekday,
            OpeningHours.opens,
            OpeningHours.closes,
        )
        .join(OpeningHours, OpeningHours.place_id == Place.id, isouter=True)
        .order_by(Place.id, OpeningHours.weekday, OpeningHours.opens)
    ).all()
    hours: dict[int, list[tuple[int, object, object]]] = {}
    for row in rows:
        found = hours.setdefault(row.id, [])
        if row.weekday is not None:
            found.append((row.weekday, row.opens, row.closes))
    return {
        row.id: PlaceFacts(
            row.id,
            row.slug,
            row.name,
            row.parent_id,
            row.capacity,
            row.lanes,
            frozenset(row.equipment),
            tuple(hours[row.id]),  # type: ignore[arg-type]
            row.archived_at is not None,
        )
        for row in rows
    }


def _place_rules(session: DistrictSession, places: Mapping[int, PlaceFacts]) -> Iterable[OwnedRule]:
    for row in session.scalars(select(PlaceRule).order_by(PlaceRule.id)):
        yield OwnedRule(rule_of(row, places[row.place_id].slug), None, None)


def _taken(
    session: DistrictSession, known: Snapshot, requests: Sequence[Request], reach: Reach
) -> tuple[Taken, ...]:
    first = min(one.starts for one in requests) - reach.days
    last = max(one.ends for one in requests) + reach.days
    rows = (
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
        .join(Booking, Booking.id == Take.booking_id)
        .join(Activity, Activity.id == Booking.activity_id)
        # No take is longer than a booking with its buffers, so this bounds the index's range.
        .where(Take.active, Take.starts < last, Take.starts > first - timedelta(days=16))
        .where(Take.ends > first)
    )
    if not reach.every_room:
        rows = rows.where(Take.room_id.in_(_rooms(known, requests)))
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
        for row in session.execute(rows)
    )


def _rooms(known: Snapshot, requests: Sequence[Request]) -> list[int]:
    """Every room of the houses asked for: neighbours matter, and companions are mostly there."""
    found: set[int] = set()
    for place_id in {one.place_id for one in requests}:
        found |= {row.id for row in known.below(known.house(place_id).id)}
        found |= {row.id for row in known.below(place_id)}
    for one in known.rules:
        slug = getattr(one.rule.what, "place", None)
        companion = known.by_slug(slug) if slug else None
        if companion is not None:
            found |= {row.id for row in known.below(companion.id)}
    return sorted(found)


def _used(
    session: DistrictSession, known: Snapshot, requests: Sequence[Request], reach: Reach
) -> tuple[Used, ...]:
    if not any(isinstance(one.rule.what, Quota | Frequency) for one in known.rules):
        return ()
    first = min(one.starts for one in requests) - reach.days - _YEAR
    last = max(one.ends for one in requests) + reach.days + _YEAR
    asked = {
        "organisations": {one.organisation.id for one in requests},
        "activities": {one.activity.id for one in requests},
    }
    rows = session.execute(
        select(
            Booking.id,
            Booking.place_id,
            Booking.starts,
            Booking.ends,
            Booking.organisation_id,
            Booking.activity_id,
            Booking.created_by,
        ).where(
            Booking.status.in_([Status.PENDING.value, Status.CONFIRMED.value]),
            Booking.starts > first,
            Booking.starts < last,
            or_(
                Booking.organisation_id.in_(asked["organisations"]),
                Booking.activity_id.in_(asked["activities"]),
                Booking.created_by.in_({one.actor for one in requests}),
                Booking.place_id.in_({one.place_id for one in requests}),
            ),
        )
    )
    return tuple(Used(*row) for row in rows)


def _faults(session: DistrictSession, broken: Sequence[Broken]) -> tuple[Fault, ...]:
    if not broken:
        return ()
    kept = {row.plugin: tuple(row.places) for row in session.scalars(select(PluginRooms))}
    return tuple(
        Fault(one.plugin, one.title, kept.get(one.plugin, ()), one.level) for one in broken
    )
