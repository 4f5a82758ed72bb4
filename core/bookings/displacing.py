"""Who must give way: bookings that are taken back, and requests that now wait in vain."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from core.audit.service import record
from core.bookings.desk import Decided, Desk, News
from core.bookings.facts import Request
from core.bookings.models import Booking, Status
from core.bookings.opening_days import TAKEN_BACK, lose_place
from core.bookings.saving import free, touched
from core.db.tenancy import DistrictSession
from core.problems import N_

LOST = N_("The time was given to another request.")


def put_aside(
    session: DistrictSession, desk: Desk, decided: Decided[None], *, agreed: bool = False
) -> None:
    """Cancel what the verdicts displace, and say no to whom they leave waiting in vain.

    In the transaction that takes its place. What waits for a yes takes nothing, and so puts nobody
    aside until it is `agreed`. All are told in the same transaction, with what is free instead.
    """
    taking = [one for one in decided.verdicts if agreed or not one.waits]
    displaced = {number for one in taking for number in one.displaces}
    rows = _rows(session, displaced)
    actor = desk.access.actor.reference
    for row in rows:
        row.status, row.reason = Status.CANCELLED.value, TAKEN_BACK
        touched(row, actor, desk.now)
        lose_place(session, row, actor, desk.now)
        record(
            session,
            actor,
            "bookings:displace",
            f"booking:{row.id}",
            now=desk.now,
            reason=TAKEN_BACK,
        )
    session.flush()
    free(session, [row.id for row in rows])
    for row in rows:
        desk.tell(session, row, News.DISPLACED, decided.offers.get(row.id, ()), desk.now)
    # Whoever has begun to wait since has moved the version of a room, and all is asked anew
    for row in _waiting(session, decided.offers.keys() - displaced):
        say_no(session, desk, row, LOST, News.LOST, decided.offers[row.id])


def say_no(
    session: DistrictSession,
    desk: Desk,
    row: Booking,
    reason: str,
    news: News,
    instead: Sequence[Request],
) -> None:
    """Turn down a request that waits, and tell whoever asked what is free instead."""
    actor = desk.access.actor.reference
    row.status, row.reason = Status.REJECTED.value, reason
    touched(row, actor, desk.now)
    lose_place(session, row, actor, desk.now)
    record(session, actor, "bookings:reject", f"booking:{row.id}", now=desk.now, reason=reason)
    desk.tell(session, row, news, instead, desk.now)


def _rows(session: DistrictSession, ids: Iterable[int]) -> list[Booking]:
    wanted = sorted(ids)
    if not wanted:
        return []
    found = select(Booking).where(Booking.id.in_(wanted)).order_by(Booking.id)
    return list(session.scalars(found.with_for_update()))


def _waiting(session: DistrictSession, ids: Iterable[int]) -> list[Booking]:
    """Those that still do: what only waits is taken back without a room."""
    return [row for row in _rows(session, ids) if row.status == Status.PENDING]
