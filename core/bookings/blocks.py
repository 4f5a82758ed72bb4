"""What fills rooms, read as plain rows: bookings, closed days, and time that is kept beside."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, bindparam, literal, or_, select

from core.bookings.models import Booking, Status, Take
from core.calendar.counting_year import Period
from core.calendar.zones import OSLO, to_utc
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity, Occurrence, OccurrenceState

SHOWN = (Status.CONFIRMED.value, Status.PENDING.value)
KEPT = "kept"
"""The status of time that a booking keeps of a room beside its own, as for clearing."""
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
_CLOSED: Select[*tuple[Any, ...]] = (
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
)
# Takes that are no more than their bookings tell nothing new, and are left out. A booking begins
# at most a day after its take, by its buffer.
_KEPT: Select[*tuple[Any, ...]] = (
    select(
        Take.booking_id,
        Take.room_id,
        Take.starts,
        Take.ends,
        Booking.activity_id,
        Booking.organisation_id,
        Booking.shared,
        literal(KEPT),
        Booking.reason,
    )
    .join(Take, (Take.district_id == Booking.district_id) & (Take.booking_id == Booking.id))
    .where(
        Booking.district_id == _HERE,
        Booking.status == Status.CONFIRMED.value,
        Booking.starts > bindparam("earliest"),
        Booking.starts < bindparam("latest"),
        Take.active,
        Take.starts < bindparam("ends"),
        Take.ends > bindparam("begins"),
        or_(
            Take.room_id != Booking.place_id,
            Take.starts != Booking.starts,
            Take.ends != Booking.ends,
        ),
    )
)
_BESIDE = Prepared(_CLOSED.union_all(_KEPT), _CLOSED.union_all(_KEPT))


class Block(NamedTuple):
    """A booking as the calendar shows it, or a day that was closed (`status` is "closed"). UTC.

    With the status KEPT it is what a booking takes of a room besides, and is not shown.
    """

    id: int
    place_id: int | None
    starts: datetime
    ends: datetime
    activity_id: int
    organisation_id: int
    shared: bool
    status: str
    reason: str | None


def blocks(session: DistrictSession, period: Period) -> list[Block]:
    """What stands or waits, days that were closed with a place, and what is kept. Two queries.

    In order of time. A booking of a house fills all of its rooms; see `in_rooms`.
    """
    begins, ends = bounds(period)
    earliest = begins - timedelta(days=15)
    span = {"begins": begins, "ends": ends, "earliest": earliest}
    found = [Block(*row) for row in _BOOKED.run(session, **span)]
    days = {"first": period.first, "last": period.last, "latest": ends + _DAY}
    beside = [Block(*row) for row in _BESIDE.run(session, **span, **days)]
    return sorted(found + beside, key=lambda one: (one.starts, one.id)) if beside else found


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
