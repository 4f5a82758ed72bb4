"""Requests that wait in vain: what is about to be saved takes the time they asked for."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import bindparam, select

from core.bookings.again import as_asked
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.first_rights import displaceable
from core.bookings.judging import FIRST_SETTLED, settled
from core.bookings.looking import Offered, look
from core.bookings.models import Booking, Status
from core.bookings.occupancy import buffers, occupancy, reach
from core.bookings.scope import of_kind, places_of, rules_for
from core.bookings.vocabulary import Companion
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.schedules.models import Activity

_LONGEST = timedelta(days=14)
"""No booking is longer, which bounds the index's range."""
_WAITING = Prepared.select(
    select(Booking.id).where(
        Booking.district_id == bindparam("district_id"),
        Booking.status == Status.PENDING.value,
        Booking.place_id.in_(bindparam("places", expanding=True)),
        Booking.id.not_in(bindparam("ours", expanding=True)),
        Booking.starts > bindparam("earliest"),
        Booking.starts < bindparam("ends"),
        Booking.ends > bindparam("starts"),
    )
)


def lost(
    session: DistrictSession, offered: Offered, snapshot: Snapshot, verdicts: Sequence[Verdict]
) -> list[Booking]:
    """Requests that can no longer be had once the verdicts, which take their rooms, are saved.

    Rooms that come along and buffers count. `snapshot` is what the verdicts were found in.
    """
    if not verdicts:
        return []
    near = [
        (row, asked)
        for row, asked in _waiting(session, snapshot, verdicts)
        if _meets(asked, snapshot, verdicts)
    ]
    if not near:
        return []
    # A request may be longer than what was looked at for the verdicts
    requests = [asked for _row, asked in near]
    after = settled(look(session, requests, offered, snapshot.now), verdicts)
    return [row for row, asked in near if _is_in_vain(asked, after)]


def _waiting(
    session: DistrictSession, snapshot: Snapshot, verdicts: Sequence[Verdict]
) -> Iterator[tuple[Booking, Request]]:
    """Requests for places from which the rooms are reached, at about the time."""
    before, after = buffers(snapshot.rules)
    takes = [take for one in verdicts for take in one.takes]
    starts = min((take.starts for take in takes), default=snapshot.now) - after
    ends = max((take.ends for take in takes), default=snapshot.now) + before
    ours = {one.request.booking_id or 0 for one in verdicts}
    found = _WAITING.run(
        session,
        places=sorted(_reaching({take.room_id for take in takes}, snapshot)),
        ours=sorted(ours),
        starts=starts,
        ends=ends,
        earliest=starts - _LONGEST,
    )
    ids = [row.id for row in found]
    if not ids:
        return
    rows = session.execute(
        select(Booking, Activity, Organisation)
        .join(Activity, Activity.id == Booking.activity_id)
        .join(Organisation, Organisation.id == Booking.organisation_id)
        .where(Booking.id.in_(ids))
        .order_by(Booking.id)
    )
    for row, activity, organisation in rows:
        yield row, as_asked(row, activity, organisation)


def _reaching(rooms: set[int], snapshot: Snapshot) -> set[int]:
    """Every place that may need one of the rooms: it is there, or comes along by some rule."""
    found = {place.id for room in rooms for place in snapshot.above(room)}
    for owned, companion in of_kind(snapshot.rules, Companion):
        along = snapshot.by_slug(companion.place)
        if along is not None and not rooms.isdisjoint(one.id for one in snapshot.below(along.id)):
            served = places_of(owned.rule, snapshot)
            found |= {place.id for one in served for place in snapshot.above(one)}
    return found


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
