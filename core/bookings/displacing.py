"""A holder of a standing agreement takes back time others were given after its release."""

from collections.abc import Iterable

from sqlalchemy import select

from core.audit.service import record
from core.bookings.desk import Decided, Desk, News
from core.bookings.models import Booking, Status
from core.bookings.opening_days import lose_place
from core.bookings.saving import free, touched
from core.db.tenancy import DistrictSession
from core.problems import N_

REASON = N_("The holder of the standing agreement took the time back.")


def put_aside(
    session: DistrictSession, desk: Desk, decided: Decided[None], *, agreed: bool = False
) -> None:
    """Cancel what the verdicts displace, in the transaction that takes its place.

    What waits for a yes takes nothing, and so puts nobody aside until it is `agreed`. Whoever had
    the time is told in the same transaction, with what is free instead.
    """
    taking = [one for one in decided.verdicts if agreed or not one.waits]
    rows = _rows(session, {number for one in taking for number in one.displaces})
    actor = desk.access.actor.reference
    for row in rows:
        row.status, row.reason = Status.CANCELLED.value, REASON
        touched(row, actor, desk.now)
        lose_place(session, row, actor, desk.now)
        record(
            session,
            actor,
            "bookings:displace",
            f"booking:{row.id}",
            now=desk.now,
            reason=REASON,
        )
    session.flush()
    free(session, [row.id for row in rows])
    for row in rows:
        desk.tell(session, row, News.DISPLACED, decided.offers.get(row.id, ()), desk.now)


def _rows(session: DistrictSession, ids: Iterable[int]) -> list[Booking]:
    wanted = sorted(ids)
    if not wanted:
        return []
    found = select(Booking).where(Booking.id.in_(wanted)).order_by(Booking.id)
    return list(session.scalars(found.with_for_update()))
