"""Requests that wait: who may say yes or no, and what a yes does to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.bookings.again import request_again
from core.bookings.desk import Decided, Desk, News, Offers, decide, offers_to, to_displaced
from core.bookings.displacing import put_aside
from core.bookings.facts import Request, Snapshot, Taken, Verdict
from core.bookings.first_rights import displaceable
from core.bookings.judging import FIRST_SETTLED, judge, settled
from core.bookings.looking import BESIDE, look
from core.bookings.models import Booking, Status
from core.bookings.occupancy import occupancy, reach
from core.bookings.opening_days import lose_place
from core.bookings.saving import take, touched
from core.bookings.scope import rules_for
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
    is None when something has come in the way since it was asked for. Raises NotFound, Forbidden,
    or Refused when it waits no longer.
    """

    def ask(session: DistrictSession) -> Sequence[Request]:
        return [request_again(session, pending(session, booking_id, desk.now))]

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
        _log(session, desk.access, "bookings:approve", row, desk.now)
        desk.tell(session, row, News.APPROVED, (), desk.now)
        _turn_away(session, desk, decided)
        return row

    return decide(desk, ask, save, wish, _to_losers)


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
        _say_no(session, desk, row, reason.strip(), News.REJECTED, decided)
        return row

    return decide(desk, ask, save, wish, prepare)


def _to_losers(session: DistrictSession, desk: Desk, decided: Decided[None]) -> Offers:
    """What is free for those who are put aside, and for those who waited in vain."""
    lost = _lost(session, desk, decided)
    offers = offers_to(session, desk, lost, decided.verdicts)
    return {**to_displaced(session, desk, decided), **offers}


def _lost(
    session: DistrictSession, desk: Desk, decided: Decided[None], *, held: bool = False
) -> list[Booking]:
    """Requests that a yes is in the way of: rooms that come along and buffers count."""
    winner = decided.verdicts[0].request
    found = (
        select(Booking)
        .where(
            Booking.status == Status.PENDING.value,
            Booking.id != winner.booking_id,
            Booking.starts < winner.ends + BESIDE,
            Booking.ends > winner.starts - BESIDE,
        )
        .order_by(Booking.id)
    )
    rows = session.scalars(found.with_for_update() if held else found).all()
    if not rows:
        return []
    requests = [request_again(session, row) for row in rows]
    snapshot = settled(look(session, requests, desk.offered, desk.now), decided.verdicts)
    return [
        row
        for row, request in zip(rows, requests, strict=True)
        if FIRST_SETTLED in {one.booking_id for one in _in_the_way(request, snapshot)}
    ]


def _in_the_way(request: Request, snapshot: Snapshot) -> tuple[Taken, ...]:
    weak = displaceable(request, snapshot)
    return occupancy(request, snapshot, rules_for(request, snapshot), weak).in_the_way


def _turn_away(session: DistrictSession, desk: Desk, decided: Decided[None]) -> None:
    """No, at once, to requests that can no longer be had, with what is free."""
    for row in _lost(session, desk, decided, held=True):
        _say_no(session, desk, row, LOST, News.LOST, decided)


def _say_no(
    session: DistrictSession,
    desk: Desk,
    row: Booking,
    reason: str,
    news: News,
    decided: Decided[None],
) -> None:
    row.status, row.reason = Status.REJECTED.value, reason
    touched(row, desk.access.actor.reference, desk.now)
    lose_place(session, row, desk.access.actor.reference, desk.now)
    _log(session, desk.access, "bookings:reject", row, desk.now, reason)
    desk.tell(session, row, news, decided.offers.get(row.id, ()), desk.now)


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
