"""Writing what was decided: bookings, what they take, and the log, in one transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from core.audit.service import record
from core.bookings.facts import Snapshot, Verdict
from core.bookings.models import Booking, Status, Take
from core.bookings.versions import claim, move, room, seen_by_others, subjects
from core.db.ids import new_ids
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession

_TAKE = Prepared(insert(Take), insert(Take))
_ROOMS = Prepared.select(
    select(Take.room_id)
    .where(Take.district_id == bindparam("district_id"), Take.active)
    .where(Take.booking_id.in_(bindparam("bookings", expanding=True)))
    .distinct()
)


@dataclass(frozen=True)
class Waiver:
    """Somebody set blocking findings aside, with a reason."""

    reason: str


def claim_all(session: DistrictSession, snapshot: Snapshot, verdicts: Sequence[Verdict]) -> None:
    """Take every subject the verdicts rest on, in one order. Raises Stale.

    The rooms they give back are taken along: two who change rooms would wait for each other. So
    is what others' rules count them as, which moves for those others alone.
    """
    claim(session, snapshot, _rest_on(snapshot, verdicts), _along(session, snapshot, verdicts))


def needed(session: DistrictSession, snapshot: Snapshot, verdicts: Sequence[Verdict]) -> set[str]:
    """The subjects that are taken to save the verdicts."""
    return _rest_on(snapshot, verdicts) | _along(session, snapshot, verdicts)


def hold(session: DistrictSession, bookings: Collection[int]) -> None:
    """Take the rooms of bookings, which comes before the bookings themselves: one order for all."""
    move(session, _rooms(session, bookings))


def add(
    session: DistrictSession,
    verdicts: Sequence[Verdict],
    now: datetime,
    *,
    series_id: int | None = None,
    occurrences: Sequence[int | None] | None = None,
    waiver: Waiver | None = None,
) -> list[Booking]:
    """Save bookings; those that wait take nothing yet. One statement a table, however many."""
    ids = new_ids(now, len(verdicts))
    days = occurrences if occurrences is not None else [None] * len(verdicts)
    bookings = [
        _booking(number, verdict, _status(verdict, waiver), now, series_id, day)
        for number, verdict, day in zip(ids, verdicts, days, strict=True)
    ]
    session.add_all(bookings)
    record(
        session,
        verdicts[0].request.actor,
        "bookings:waive" if waiver else "bookings:ask",
        f"booking:{ids[0]}",
        now=now,
        reason=waiver.reason if waiver else None,
        bookings=[str(number) for number in ids],
        waived=[one.rule for v in verdicts for one in v.findings] if waiver else [],
    )
    session.flush()
    take(session, [(b, v) for b, v in zip(bookings, verdicts, strict=True) if _confirmed(b)], now)
    return bookings


def take(session: DistrictSession, pairs: Sequence[tuple[Booking, Verdict]], now: datetime) -> None:
    """Take the rooms of confirmed bookings. The database refuses what overlaps."""
    takes = [(booking.id, one) for booking, verdict in pairs for one in verdict.takes]
    rows = [
        {
            "id": number,
            "booking_id": booking_id,
            "room_id": one.room_id,
            "starts": one.starts,
            "ends": one.ends,
            "lane_from": one.lane_from,
            "lane_to": one.lane_to,
            "active": True,
        }
        for number, (booking_id, one) in zip(new_ids(now, len(takes)), takes, strict=True)
    ]
    if rows:
        _TAKE.run_many(session, rows)


def change_to(
    session: DistrictSession,
    row: Booking,
    verdict: Verdict,
    now: datetime,
    waiver: Waiver | None = None,
) -> Booking:
    """Make a booking what its verdict's request says, in a session that holds its rooms."""
    request = verdict.request
    before = {"starts": row.starts.isoformat(), "ends": row.ends.isoformat(), "place": row.place_id}
    free(session, [row.id])
    row.activity_id, row.organisation_id = request.activity.id, request.organisation.id
    row.place_id, row.starts, row.ends = request.place_id, request.starts, request.ends
    row.shared, row.people, row.volunteers = request.shared, request.people, request.volunteers
    row.displace, row.released = request.displace, list(verdict.released)
    waits = verdict.waits and waiver is None
    row.status = (Status.PENDING if waits else Status.CONFIRMED).value
    touched(row, request.actor, now)
    session.flush()
    if not waits:
        take(session, [(row, verdict)], now)
    record(
        session,
        request.actor,
        "bookings:move",
        f"booking:{row.id}",
        now=now,
        reason=waiver.reason if waiver else None,
        before=before,
    )
    return row


def free(session: DistrictSession, bookings: Iterable[int]) -> None:
    """Give back what bookings have taken, and tell those who look at the rooms."""
    ids = list(bookings)
    if not ids:
        return
    hold(session, ids)
    session.execute(
        update(Take)
        .where(Take.booking_id.in_(ids), Take.active)
        .values(active=False)
        .execution_options(synchronize_session=False)
    )


def touched(booking: Booking, actor: str, now: datetime) -> None:
    """Note who changed a booking, and when."""
    booking.revision += 1
    booking.changed_at, booking.changed_by = now, actor


def _rest_on(snapshot: Snapshot, verdicts: Iterable[Verdict]) -> set[str]:
    return {one for verdict in verdicts for one in subjects(verdict, snapshot)}


def _along(session: DistrictSession, snapshot: Snapshot, verdicts: Sequence[Verdict]) -> set[str]:
    counted = {one for verdict in verdicts for one in seen_by_others(verdict, snapshot)}
    return counted | _rooms(session, _leaving(verdicts))


def _leaving(verdicts: Iterable[Verdict]) -> set[int]:
    """Bookings that are moved, and those that are put aside."""
    found: set[int] = set()
    for verdict in verdicts:
        found |= {verdict.request.booking_id or 0, *verdict.displaces}
    return found - {0}


def _rooms(session: DistrictSession, bookings: Collection[int]) -> set[str]:
    if not bookings:
        return set()
    return {room(one.room_id) for one in _ROOMS.run(session, bookings=list(bookings))}


def _status(verdict: Verdict, waiver: Waiver | None) -> Status:
    return Status.PENDING if verdict.waits and waiver is None else Status.CONFIRMED


def _confirmed(booking: Booking) -> bool:
    return booking.status == Status.CONFIRMED


def _booking(
    number: int,
    verdict: Verdict,
    status: Status,
    now: datetime,
    series_id: int | None,
    occurrence_id: int | None,
) -> Booking:
    request = verdict.request
    return Booking(
        id=number,
        place_id=request.place_id,
        activity_id=request.activity.id,
        organisation_id=request.organisation.id,
        occurrence_id=occurrence_id,
        series_id=series_id,
        starts=request.starts,
        ends=request.ends,
        shared=request.shared,
        people=request.people,
        volunteers=request.volunteers,
        displace=request.displace,
        released=list(verdict.released),
        status=status.value,
        reason=None,
        revision=0,
        created_at=now,
        created_by=request.actor,
        changed_at=now,
        changed_by=request.actor,
    )
