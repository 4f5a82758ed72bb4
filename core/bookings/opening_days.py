"""An opening day and its booking are one: what becomes of the booking becomes of the day.

Called in the transaction that changes the booking, which holds its rooms. Of a booking that is of
no opening day nothing is asked.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.bookings.facts import Request
from core.bookings.models import Booking, Status
from core.calendar.zones import local_date, local_time
from core.counts.days import day_by_id
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules import single_days
from core.schedules.hours import Hours
from core.schedules.models import Activity, Occurrence, OccurrenceState

TAKEN_BACK = N_("The holder of the standing agreement took the time back.")


def require_planner(session: DistrictSession, access: Access, row: Booking) -> None:
    """Raise Refused for who may book for the activity, and not change its days."""
    if row.occurrence_id is None:
        return
    activity = session.scalars(select(Activity).where(Activity.id == row.activity_id)).one()
    if not access.may(Permission.ACTIVITY_EDIT, activity.organisation_id):
        text = N_("This is an opening day of %(activity)s, and its leader must change it.")
        raise Refused(text, activity=activity.name)


def require_room_follows(
    row: Occurrence, starts: datetime, ends: datetime, place_id: int | None, now: datetime
) -> None:
    """Raise Refused for a move to a start that has passed: a room is booked only ahead.

    The day would be in one room and its booking in another. A new end alone is not refused here
    (for a later one the room is asked for), nor what is over both as it was and as it will be:
    that puts a record right.
    """
    stays = row.starts == starts and row.place_id == place_id
    over = row.ends <= now and ends <= now
    # A booking that has not begun is given back where the day needs no room any more
    has_room = place_id is not None or (row.place_id is not None and row.starts <= now)
    if starts <= now and has_room and not stays and not over:
        raise Refused(
            N_(
                "The day would begin before now, so no room can be booked for it. "
                "Choose a start that is ahead, or change only when it ends."
            ),
            field="place" if row.starts == starts else "starts",
        )


def move_along(
    session: DistrictSession, access: Access, row: Booking, request: Request, now: datetime
) -> None:
    """Move the day to where its booking goes. Raises Refused as for the day itself."""
    if row.occurrence_id is None:
        return
    if request.activity.id != row.activity_id:
        text = N_("This is an opening day of its activity. Book anew for another activity.")
        raise Refused(text, field="activity")
    day = local_date(request.starts)
    hours = Hours(local_time(request.starts), local_time(request.ends))
    if hours.on(day) != (request.starts, request.ends):
        raise Refused(N_("An opening day begins and ends within a day."), field="ends")
    single_days.move_day(
        session,
        access,
        row.occurrence_id,
        day,
        hours,
        request.place_id,
        now,
        counted=counted(session, row.occurrence_id),
    )


def cancel_along(
    session: DistrictSession, access: Access, row: Booking, reason: str, now: datetime
) -> None:
    """Cancel the day with its booking. Raises Refused without a reason, or once it has counts."""
    if row.occurrence_id is not None:
        held = counted(session, row.occurrence_id)
        single_days.cancel_day(session, access, row.occurrence_id, reason, now, counted=held)


def lose_place(session: DistrictSession, row: Booking, actor: str, now: datetime) -> None:
    """The place went to another: the day stands without one until its leader finds another."""
    if row.occurrence_id is None:
        return
    day = session.scalars(
        select(Occurrence).where(Occurrence.id == row.occurrence_id).with_for_update()
    ).one()
    before = {"place": str(day.place_id)}
    day.place_id = None
    day.revision, day.changed_at = day.revision + 1, now
    record(session, actor, "schedules:lose-place", f"occurrence:{day.id}", now=now, before=before)


def without_place(session: DistrictSession, now: datetime) -> Sequence[Occurrence]:
    """Days ahead whose place went to another, or was said no to; the nearest first. One query."""
    lost = select(Booking.occurrence_id).where(
        Booking.occurrence_id.is_not(None),
        or_(Booking.status == Status.REJECTED.value, Booking.reason == TAKEN_BACK),
    )
    return session.scalars(
        select(Occurrence)
        .where(
            Occurrence.state == OccurrenceState.PLANNED.value,
            Occurrence.starts > now,
            Occurrence.place_id.is_(None),
            Occurrence.id.in_(lost),
        )
        .order_by(Occurrence.starts, Occurrence.id)
    ).all()


def counted(session: DistrictSession, occurrence_id: int) -> bool:
    """Whether anything has been counted on a day; a count that is being saved is waited for."""
    session.execute(select(Occurrence.id).where(Occurrence.id == occurrence_id).with_for_update())
    return day_by_id(session, occurrence_id).entries > 0
