"""A holder of a standing agreement takes back time others were given after its release."""

from collections.abc import Iterable

from sqlalchemy import select

from core.audit.service import record
from core.bookings.alternatives import instead
from core.bookings.desk import Desk, News
from core.bookings.facts import Verdict
from core.bookings.models import Booking, Status
from core.bookings.saving import free, touched
from core.db.tenancy import DistrictSession
from core.problems import N_

REASON = N_("The holder of the standing agreement took the time back.")


def put_aside(session: DistrictSession, desk: Desk, verdict: Verdict) -> None:
    """Cancel what the verdict displaces, in the transaction that takes its place.

    Whoever had it is told in the same transaction, with what is free instead.
    """
    rows = _rows(session, verdict.displaces)
    for row in rows:
        row.status, row.reason = Status.CANCELLED.value, REASON
        touched(row, verdict.request.actor, desk.now)
        record(
            session,
            verdict.request.actor,
            "bookings:displace",
            f"booking:{row.id}",
            now=desk.now,
            reason=REASON,
        )
    session.flush()
    free(session, [row.id for row in rows])
    for row in rows:
        offer = instead(session, row, desk.offered, desk.watch, desk.now)
        desk.tell(session, row, News.DISPLACED, offer, desk.now)


def _rows(session: DistrictSession, ids: Iterable[int]) -> list[Booking]:
    wanted = list(ids)
    if not wanted:
        return []
    return list(session.scalars(select(Booking).where(Booking.id.in_(wanted)).with_for_update()))
