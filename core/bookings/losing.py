"""Requests that wait in vain: what is about to be saved takes the time they asked for."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from core.bookings.again import request_again
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.first_rights import displaceable
from core.bookings.judging import FIRST_SETTLED, settled
from core.bookings.looking import BESIDE, Offered, look
from core.bookings.models import Booking, Status
from core.bookings.occupancy import occupancy, reach
from core.bookings.scope import rules_for
from core.db.tenancy import DistrictSession

_LONGEST = timedelta(days=14)


def lost(
    session: DistrictSession, offered: Offered, snapshot: Snapshot, verdicts: Sequence[Verdict]
) -> list[Booking]:
    """Requests that can no longer be had once the verdicts, which take their rooms, are saved.

    Rooms that come along and buffers count. `snapshot` is what the verdicts were found in.
    """
    if not verdicts:
        return []
    starts = min(one.request.starts for one in verdicts) - BESIDE
    ends = max(one.request.ends for one in verdicts) + BESIDE
    ours = {one.request.booking_id for one in verdicts} - {None}
    rows = session.scalars(
        select(Booking)
        .where(
            Booking.status == Status.PENDING.value,
            Booking.id.not_in(ours),
            # No booking is longer than two weeks, which bounds the index's range
            Booking.starts > starts - _LONGEST,
            Booking.starts < ends,
            Booking.ends > starts,
        )
        .order_by(Booking.id)
    ).all()
    if not rows:
        return []
    asked = {row.id: request_again(session, row) for row in rows}
    near = [one for one in asked.values() if _meets(one, snapshot, verdicts)]
    if not near:
        return []
    # A request may be longer than what was looked at for the verdicts
    after = settled(look(session, near, offered, snapshot.now), verdicts)
    vain = {one.booking_id for one in near if _is_in_vain(one, after)}
    return [row for row in rows if row.id in vain]


def _meets(request: Request, snapshot: Snapshot, verdicts: Sequence[Verdict]) -> bool:
    rooms, starts, ends = reach(request, snapshot, rules_for(request, snapshot))
    return any(
        take.room_id in rooms and take.starts < ends and starts < take.ends
        for one in verdicts
        for take in one.takes
    )


def _is_in_vain(request: Request, after: Snapshot) -> bool:
    weak = displaceable(request, after)
    found = occupancy(request, after, rules_for(request, after), weak)
    return any(one.booking_id <= FIRST_SETTLED for one in found.in_the_way)
