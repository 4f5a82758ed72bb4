"""Requests that wait: who may say yes or no, and what a yes does to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.bookings.again import request_again
from core.bookings.desk import Decided, Desk, News, Offers, decide, offers_to, to_losers
from core.bookings.displacing import LOST, put_aside, say_no
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.judging import judge
from core.bookings.looking import look
from core.bookings.models import Booking, Status
from core.bookings.occupancy import reach
from core.bookings.saving import take, touched
from core.bookings.scope import rules_for
from core.bookings.service import find, may_waive
from core.bookings.vocabulary import Level
from core.db.tenancy import DistrictSession
from core.problems import N_, Forbidden, NotFound, Refused


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
            row,
            verdict,
            snapshot,
            may_decide(desk.access, verdict),
            _rivals(number, rows, requests, snapshot),
        )
        for number, (row, verdict) in enumerate(zip(rows, verdicts, strict=True))
    ]


def may_decide(access: Access, verdict: Verdict) -> bool:
    """Whether the actor may answer for every rule that asks for a yes."""
    asked = verdict.at(Level.APPROVE)
    if not asked:
        return access.may(Permission.BOOKINGS_DECIDE, verdict.request.organisation.id)
    return all(may_waive(access, one) for one in asked)


def approve(desk: Desk, booking_id: int) -> Decided[Booking]:
    """Say yes: the booking takes its rooms, and rivals that can no longer be had are told.

    What it asked to take back from others is taken back now, if that may still be done. `saved`
    is None when something has come in the way since it was asked for, also when it lost to
    another by that. Raises NotFound, Forbidden, or Refused when it waits no longer.
    """

    def ask(session: DistrictSession) -> Sequence[Request]:
        row = find(session, booking_id)
        if not (row.status == Status.REJECTED and row.reason == LOST and row.starts > desk.now):
            row = pending(session, booking_id, desk.now)
        return [request_again(session, row)]

    def wish(verdicts: tuple[Verdict, ...]) -> bool:
        if not may_decide(desk.access, verdicts[0]):
            raise Forbidden
        return not verdicts[0].blocked

    def save(session: DistrictSession, decided: Decided[None]) -> Booking:
        row = pending(session, booking_id, desk.now)
        put_aside(session, desk, decided, agreed=True)
        row.status = Status.CONFIRMED.value
        row.released = list(decided.verdicts[0].released)
        touched(row, desk.access.actor.reference, desk.now)
        session.flush()
        take(session, [(row, decided.verdicts[0])], desk.now)
        actor = desk.access.actor.reference
        record(session, actor, "bookings:approve", f"booking:{row.id}", now=desk.now)
        desk.tell(session, row, News.APPROVED, (), desk.now)
        return row

    return decide(desk, ask, save, wish, partial(to_losers, agreed=True))


def reject(desk: Desk, booking_id: int, reason: str) -> Decided[Booking]:
    """Say no, with a reason that is told. Raises NotFound, Forbidden or Refused."""

    def ask(session: DistrictSession) -> Sequence[Request]:
        row = pending(session, booking_id, desk.now)
        if not reason.strip():
            raise Refused(N_("Write why, so that whoever asked understands."), field="reason")
        return [request_again(session, row)]

    def wish(verdicts: tuple[Verdict, ...]) -> bool:
        if not may_decide(desk.access, verdicts[0]):
            raise Forbidden
        return True

    def prepare(session: DistrictSession, desk: Desk, _decided: Decided[None]) -> Offers:
        return offers_to(session, desk, [pending(session, booking_id, desk.now)])

    def save(session: DistrictSession, decided: Decided[None]) -> Booking:
        row = pending(session, booking_id, desk.now)
        instead = decided.offers.get(row.id, ())
        say_no(session, desk, row, reason.strip(), News.REJECTED, instead)
        return row

    return decide(desk, ask, save, wish, prepare)


def _rivals(
    number: int, rows: Sequence[Booking], requests: Sequence[Request], snapshot: Snapshot
) -> tuple[Booking, ...]:
    """Which of the others want what the one at `number` wants, buffers and companions counted."""
    reaches = [reach(one, snapshot, rules_for(one, snapshot)) for one in requests]
    rooms, starts, ends = reaches[number]
    return tuple(
        other
        for other, (theirs, begins, stops) in zip(rows, reaches, strict=True)
        if other is not rows[number]
        and begins < ends
        and starts < stops
        and not set(rooms).isdisjoint(theirs)
    )


def pending(session: DistrictSession, booking_id: int, now: datetime) -> Booking:
    """A request that can still be answered. Raises NotFound or Refused."""
    row = session.scalar(session.held(select(Booking).where(Booking.id == booking_id)))
    if row is None:
        raise NotFound
    if row.status != Status.PENDING:
        raise Refused(N_("This request has been answered already."))
    if row.starts <= now:
        raise Refused(N_("The time has passed, so this cannot be answered any more."))
    return row
