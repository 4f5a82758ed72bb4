"""Requests that wait: who may say yes or no, and what a yes does to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.bookings.again import request_again
from core.bookings.alternatives import instead
from core.bookings.desk import Decided, Desk, News, decide
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.judging import judge
from core.bookings.looking import look
from core.bookings.models import Booking, Status
from core.bookings.saving import take, touched
from core.bookings.service import may_waive
from core.bookings.vocabulary import Level
from core.db.tenancy import DistrictSession
from core.problems import N_, Forbidden, NotFound, Refused

LOST = N_("The time was given to another request.")


@dataclass(frozen=True)
class Waiting:
    """A request that waits, what the rules say of it, and whether the actor may decide."""

    booking: Booking
    verdict: Verdict
    snapshot: Snapshot
    mine: bool
    rivals: tuple[Booking, ...]


def queue(session: DistrictSession, desk: Desk) -> list[Waiting]:
    """What waits, the oldest first, with what else wants the slot."""
    rows = session.scalars(
        select(Booking)
        .where(Booking.status == Status.PENDING.value, Booking.ends > desk.now)
        .order_by(Booking.created_at, Booking.id)
    ).all()
    if not rows:
        return []
    requests = [request_again(session, row) for row in rows]
    snapshot = look(session, requests, desk.offered, desk.now)
    verdicts = [judge(one, snapshot, desk.watch) for one in requests]
    return [
        Waiting(
            row, verdict, snapshot, may_decide(desk.access, verdict), _rivals(row, rows, snapshot)
        )
        for row, verdict in zip(rows, verdicts, strict=True)
    ]


def may_decide(access: Access, verdict: Verdict) -> bool:
    """Whether the actor may answer for every rule that asks for a yes."""
    asked = verdict.at(Level.APPROVE)
    if not asked:
        return access.may(Permission.BOOKINGS_DECIDE, verdict.request.organisation.id)
    return all(may_waive(access, one) for one in asked)


def approve(desk: Desk, booking_id: int) -> Decided[Booking]:
    """Say yes: the booking takes its rooms, and rivals that can no longer be had are told.

    `saved` is None when something has come in the way since it was asked for. Raises NotFound,
    Forbidden, or Refused when it waits no longer.
    """

    def ask(session: DistrictSession) -> Sequence[Request]:
        return [request_again(session, pending(session, booking_id, desk.now))]

    def wish(verdicts: tuple[Verdict, ...]) -> bool:
        if not may_decide(desk.access, verdicts[0]):
            raise Forbidden
        return not verdicts[0].blocked

    def save(
        session: DistrictSession, snapshot: Snapshot, verdicts: tuple[Verdict, ...]
    ) -> Booking:
        row = pending(session, booking_id, desk.now)
        row.status = Status.CONFIRMED.value
        touched(row, desk.access.actor.reference, desk.now)
        session.flush()
        take(session, [(row, verdicts[0])], desk.now)
        _log(session, desk.access, "bookings:approve", row, desk.now)
        desk.tell(session, row, News.APPROVED, (), desk.now)
        _turn_away(session, desk, row, snapshot)
        return row

    return decide(desk, ask, save, wish)


def reject(session: DistrictSession, desk: Desk, booking_id: int, reason: str) -> Booking:
    """Say no, with a reason that is told. Raises NotFound, Forbidden or Refused."""
    row = pending(session, booking_id, desk.now)
    if not reason.strip():
        raise Refused(N_("Write why, so that whoever asked understands."), field="reason")
    request = request_again(session, row)
    snapshot = look(session, [request], desk.offered, desk.now)
    if not may_decide(desk.access, judge(request, snapshot, desk.watch)):
        raise Forbidden
    row.status, row.reason = Status.REJECTED.value, reason.strip()
    touched(row, desk.access.actor.reference, desk.now)
    _log(session, desk.access, "bookings:reject", row, desk.now, row.reason)
    offer = instead(session, row, desk.offered, desk.watch, desk.now)
    desk.tell(session, row, News.REJECTED, offer, desk.now)
    return row


def _turn_away(session: DistrictSession, desk: Desk, winner: Booking, snapshot: Snapshot) -> None:
    """Requests for the same time that can no longer be had: no, at once, with what is free."""
    rows = session.scalars(
        select(Booking)
        .where(
            Booking.status == Status.PENDING.value,
            Booking.starts < winner.ends,
            Booking.ends > winner.starts,
        )
        .with_for_update()
    ).all()
    for row in _rivals(winner, rows, snapshot):
        request = request_again(session, row)
        after = look(session, [request], desk.offered, desk.now)
        if any(one.rule == "occupied" for one in judge(request, after, desk.watch).findings):
            row.status, row.reason = Status.REJECTED.value, LOST
            touched(row, desk.access.actor.reference, desk.now)
            _log(session, desk.access, "bookings:reject", row, desk.now, LOST)
            offer = instead(session, row, desk.offered, desk.watch, desk.now)
            desk.tell(session, row, News.LOST, offer, desk.now)


def _rivals(row: Booking, others: Sequence[Booking], snapshot: Snapshot) -> tuple[Booking, ...]:
    rooms = {one.id for one in snapshot.below(row.place_id)}
    return tuple(
        other
        for other in others
        if other.id != row.id
        and other.starts < row.ends
        and row.starts < other.ends
        and not rooms.isdisjoint(one.id for one in snapshot.below(other.place_id))
    )


def pending(session: DistrictSession, booking_id: int, now: datetime) -> Booking:
    """A request that can still be answered. Raises NotFound or Refused."""
    row = session.scalar(select(Booking).where(Booking.id == booking_id).with_for_update())
    if row is None:
        raise NotFound
    if row.status != Status.PENDING:
        raise Refused(N_("This request has been answered already."))
    if row.starts <= now:
        raise Refused(N_("The time has passed, so this cannot be answered any more."))
    return row


def _log(
    session: DistrictSession,
    access: Access,
    action: str,
    row: Booking,
    now: datetime,
    reason: str | None = None,
) -> None:
    record(session, access.actor.reference, action, f"booking:{row.id}", now=now, reason=reason)
