"""Who has the hours: per organisation and room in a period, and how much of each quota is used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select

from core.accounts.actors import reach
from core.bookings.facts import OwnedRule
from core.bookings.models import Booking, Status
from core.bookings.quotas import first_day
from core.bookings.times import LONGEST
from core.bookings.vocabulary import Per, Quota, Rule, Unit
from core.calendar.counting_year import Period
from core.calendar.zones import local_date, to_utc
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import Place
from core.places.tree import related
from core.schedules.models import Activity

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_LONGEST_UNIT: Mapping[Unit, timedelta] = {
    Unit.DAY: timedelta(days=1),
    Unit.WEEK: timedelta(days=7),
    Unit.MONTH: timedelta(days=31),
    Unit.YEAR: timedelta(days=366),
}


@dataclass(frozen=True)
class Share:
    """What one organisation has had. `share` is its part of all hours, from 0 to 1."""

    organisation: str
    hours: float
    share: float
    bookings: int


@dataclass(frozen=True)
class RoomUse:
    """Who has had one room. A booking of a house counts in each of its rooms."""

    place: Place
    hours: float
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Fairness:
    """Confirmed bookings within a period. In `shares` each booking counts once."""

    hours: float
    shares: tuple[Share, ...]
    rooms: tuple[RoomUse, ...]


@dataclass(frozen=True)
class QuotaUse:
    """How much of a quota somebody has used in the period that holds a date.

    `who` is the organisation, activity or place the quota is counted for. Quotas of persons give
    the one who has used most, and no name.
    """

    owned: OwnedRule
    quota: Quota
    who: str | None
    used: float


@dataclass(frozen=True)
class _Time:
    place_id: int
    organisation: str
    length: timedelta


def fairness(session: DistrictSession, period: Period, place: Place | None) -> Fairness:
    """Hours of confirmed bookings in the period's local dates, in one place or in all.

    Only the part of a booking that lies within the period counts; buffers do not. Three queries.
    """
    every_place = session.scalars(select(Place)).all()
    parents = {row.id: row.parent_id for row in every_place}
    times = _times(session, period)
    if place is not None:
        near = related(parents, place.id)
        times = [one for one in times if one.place_id in near]
    rooms = []
    for room in _rooms(every_place, place):
        near = related(parents, room.id)
        own = [one for one in times if one.place_id in near]
        if own:
            rooms.append(RoomUse(room, _hours(own), _shares(own)))
    rooms.sort(key=lambda one: (-one.hours, one.place.name))
    return Fairness(_hours(times), _shares(times), tuple(rooms))


def quota_use(session: DistrictSession, rules: Iterable[OwnedRule], day: date) -> list[QuotaUse]:
    """Each quota's use in its own day, week, month or year around a local date, the most first.

    As when a booking is judged, requests that wait count, too. One query for each quota.
    """
    every_place = session.scalars(select(Place)).all()
    return [
        use
        for one in rules
        if isinstance(one.rule.what, Quota)
        for use in _use_of(session, one, one.rule.what, every_place, day)
    ]


def _rooms(every_place: Sequence[Place], place: Place | None) -> list[Place]:
    """Places with nothing in them, those in one place or all."""
    parents = {row.id: row.parent_id for row in every_place}
    wanted = frozenset(parents) if place is None else reach(place.id, parents.items())
    houses = set(parents.values())
    return [row for row in every_place if row.id in wanted and row.id not in houses]


def _times(session: DistrictSession, period: Period) -> list[_Time]:
    first, last = to_utc(period.first, time(0)), to_utc(period.last + _DAY, time(0))
    rows = session.execute(
        select(Booking.place_id, Organisation.name, Booking.starts, Booking.ends)
        .join(Organisation, Organisation.id == Booking.organisation_id)
        .where(
            Booking.status == Status.CONFIRMED.value,
            Booking.starts < last,
            Booking.starts > first - LONGEST,
            Booking.ends > first,
        )
    )
    return [
        _Time(place_id, name, min(ends, last) - max(starts, first))
        for place_id, name, starts, ends in rows
    ]


def _shares(times: Sequence[_Time]) -> tuple[Share, ...]:
    all_hours = _hours(times)
    of: dict[str, list[_Time]] = defaultdict(list)
    for one in times:
        of[one.organisation].append(one)
    found = [
        Share(name, _hours(own), _hours(own) / all_hours, len(own)) for name, own in of.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.hours, one.organisation)))


def _hours(times: Iterable[_Time]) -> float:
    return sum((one.length for one in times), timedelta()) / _HOUR


def _use_of(
    session: DistrictSession,
    owned: OwnedRule,
    quota: Quota,
    every_place: Sequence[Place],
    day: date,
) -> list[QuotaUse]:
    served = _served(owned.rule, every_place)
    rooms = {row.id: row.name for row in every_place}
    start = first_day(quota.unit, day)
    used: dict[object, timedelta] = defaultdict(timedelta)
    names: dict[object, str] = {}
    for row in session.execute(_counted(owned.rule, start, start + _LONGEST_UNIT[quota.unit])):
        if row.place_id in served and first_day(quota.unit, local_date(row.starts)) == start:
            counted_for: dict[Per, tuple[object, str]] = {
                Per.ORGANISATION: (row.organisation_id, row.organisation),
                Per.ACTIVITY: (row.activity_id, row.activity),
                Per.ROOM: (row.place_id, rooms[row.place_id]),
                Per.USER: (row.created_by, ""),
            }
            who, names[who] = counted_for[quota.per]
            used[who] += row.ends - row.starts
    most = sorted(used, key=lambda who: (-used[who], names[who]))
    if quota.per is Per.USER:
        most = most[:1]
    return [QuotaUse(owned, quota, names[who] or None, used[who] / _HOUR) for who in most]


def _counted(
    rule: Rule, first: date, end: date
) -> Select[int, int, int, str, datetime, datetime, str, str]:
    """The bookings a quota counts that start from `first` until before `end`, local dates."""
    rows = (
        select(
            Booking.place_id,
            Booking.organisation_id,
            Booking.activity_id,
            Booking.created_by,
            Booking.starts,
            Booking.ends,
            Organisation.name.label("organisation"),
            Activity.name.label("activity"),
        )
        .join(Organisation, Organisation.id == Booking.organisation_id)
        .join(Activity, Activity.id == Booking.activity_id)
        .where(
            Booking.status.in_((Status.PENDING.value, Status.CONFIRMED.value)),
            Booking.starts >= to_utc(first, time(0)),
            Booking.starts < to_utc(end, time(0)),
            Organisation.slug.not_in(rule.except_organisations),
        )
    )
    if rule.organisations:
        rows = rows.where(Organisation.slug.in_(rule.organisations))
    if rule.activities:
        rows = rows.where(Activity.slug.in_(rule.activities))
    return rows


def _served(rule: Rule, every_place: Sequence[Place]) -> frozenset[int]:
    """The places whose bookings a rule counts: its own, those in them, and those they lie in."""
    parents = {row.id: row.parent_id for row in every_place}
    if not rule.places:
        return frozenset(parents)
    named = (row.id for row in every_place if row.slug in rule.places)
    return frozenset(one for place_id in named for one in related(parents, place_id))
