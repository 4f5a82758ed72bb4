"""Waiting by number: whoever finds a place full keeps a number, and nobody's name is written."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from core.calendar.zones import local_date
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused
from core.schedules.holding import hold
from core.schedules.models import Activity
from plugins.apen_barnehage.models import Outcome, WaitingNumber


def give(
    session: DistrictSession, activity: Activity, place_id: int, press: UUID, now: datetime
) -> tuple[WaitingNumber, bool]:
    """The next number of the place: 1, 2, 3, never one twice; who asks at once waits.

    The same press again gives the number it gave: the second says whether that is so. `now` is
    UTC, the day kept a local one.
    """
    hold(session, activity.id)
    own = WaitingNumber.activity_id == activity.id, WaitingNumber.press == press
    if before := session.scalar(select(WaitingNumber).where(*own)):
        return before, True
    last = session.scalar(
        select(func.max(WaitingNumber.number)).where(
            WaitingNumber.activity_id == activity.id, WaitingNumber.place_id == place_id
        )
    )
    row = WaitingNumber(
        id=new_id(now),
        activity_id=activity.id,
        place_id=place_id,
        number=(last or 0) + 1,
        given_on=local_date(now),
        ended_on=None,
        press=press,
    )
    session.add(row)
    return row, False


def end(
    session: DistrictSession, activity: Activity, row_id: int, outcome: Outcome, today: date
) -> WaitingNumber:
    """The number got a place, or waits no longer. Raises NotFound, Refused when it has ended."""
    row = _held(session, activity, row_id)
    if row.ended_on is not None:
        raise Refused(N_("Number %(n)s waits no longer."), n=row.number)
    row.ended_on, row.outcome = today, outcome.value
    return row


def wait_again(session: DistrictSession, activity: Activity, row_id: int) -> None:
    """It was ended by mistake, and waits as before. Raises NotFound."""
    row = _held(session, activity, row_id)
    row.ended_on = row.outcome = None


def waiting(session: DistrictSession, activity_id: int) -> Sequence[WaitingNumber]:
    """The numbers that wait, by place, the longest first."""
    return session.scalars(
        select(WaitingNumber)
        .where(WaitingNumber.activity_id == activity_id, WaitingNumber.ended_on.is_(None))
        .order_by(WaitingNumber.place_id, WaitingNumber.number)
    ).all()


def ended(session: DistrictSession, activity_id: int, since: date) -> Sequence[WaitingNumber]:
    """The numbers that have ended since a local date, the latest first."""
    return session.scalars(
        select(WaitingNumber)
        .where(WaitingNumber.activity_id == activity_id, WaitingNumber.ended_on >= since)
        .order_by(WaitingNumber.ended_on.desc(), WaitingNumber.place_id, WaitingNumber.number)
    ).all()


def _held(session: DistrictSession, activity: Activity, row_id: int) -> WaitingNumber:
    row = session.scalar(
        select(WaitingNumber)
        .where(WaitingNumber.id == row_id, WaitingNumber.activity_id == activity.id)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    return row
