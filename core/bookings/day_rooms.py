"""What an opening day asks for a room, and the booking it has it by."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from core.bookings.again import activity_facts, organisation_facts, request_again
from core.bookings.desk import Desk
from core.bookings.facts import Request, Verdict
from core.bookings.models import Booking, Status
from core.bookings.service import CAN_CHANGE
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.problems import N_, NotFound, Refused
from core.schedules.models import Activity, Occurrence

Times = Sequence[tuple[datetime, datetime]]


def room_requests(
    session: DistrictSession, desk: Desk, activity: Activity, place_id: int | None, times: Times
) -> list[Request]:
    """A request for each time ahead; none without a place, and none for what has begun."""
    if place_id is None:
        return []
    owner = session.scalars(
        select(Organisation).where(Organisation.id == activity.organisation_id)
    ).one()
    ahead = tuple((starts, ends) for starts, ends in times if starts > desk.now)
    return [
        Request(
            place_id,
            activity_facts(activity),
            organisation_facts(owner),
            starts,
            ends,
            desk.access.actor.reference,
            series=ahead,
        )
        for starts, ends in ahead
    ]


def for_day(
    session: DistrictSession,
    desk: Desk,
    occurrence_id: int,
    place_id: int | None,
    times: tuple[datetime, datetime],
) -> Sequence[Request]:
    """The request for a day's room at that time, none without a place. Raises NotFound.

    A day that has begun asks for its room until a later end; else what has begun asks for nothing.
    """
    row = occurrence(session, occurrence_id)
    activity = session.scalars(select(Activity).where(Activity.id == row.activity_id)).one()
    kept = booking_of(session, occurrence_id)
    if kept is not None and _goes_on(kept, place_id, times, desk.now):
        longer = replace(request_again(session, kept), ends=times[1], begun=True)
        return [replace(longer, actor=desk.access.actor.reference)]
    found = room_requests(session, desk, activity, place_id, [times])
    return [replace(one, booking_id=kept.id if kept else None) for one in found]


def occurrence(session: DistrictSession, occurrence_id: int) -> Occurrence:
    """A day by its id. Raises NotFound."""
    row = session.scalar(select(Occurrence).where(Occurrence.id == occurrence_id))
    if row is None:
        raise NotFound
    return row


def booking_of(session: DistrictSession, occurrence_id: int) -> Booking | None:
    """The booking a day has its room by, if it stands."""
    return session.scalar(
        select(Booking).where(
            Booking.occurrence_id == occurrence_id, Booking.status.in_(CAN_CHANGE)
        )
    )


def refuse_to_wait(verdicts: Iterable[Verdict]) -> None:
    """Raise Refused where a day that has begun would wait for a yes to its room: it is in it."""
    for one in verdicts:
        if one.waits and one.request.begun:
            raise Refused(
                N_(
                    "Somebody must say yes before you have the place longer, and the day has begun "
                    "already. When it is over, you can write when it ended."
                ),
                field="ends",
            )


def _goes_on(
    kept: Booking, place_id: int | None, times: tuple[datetime, datetime], now: datetime
) -> bool:
    """Whether the room a day is in is wanted longer than it was given; what is over is not."""
    starts, ends = times
    stays = kept.status == Status.CONFIRMED and (kept.place_id, kept.starts) == (place_id, starts)
    return stays and starts <= now < ends and kept.ends < ends
