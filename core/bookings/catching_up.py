"""Rooms for days that were planned before there were bookings, and for the demo's."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from core.bookings.day_rooms import for_day, occurrence
from core.bookings.desk import Desk
from core.bookings.facts import Request
from core.bookings.models import Booking
from core.bookings.planning import Make, with_rooms
from core.bookings.service import CAN_CHANGE
from core.db.tenancy import DistrictSession
from core.schedules.models import Occurrence, OccurrenceState


def book_rooms(desk: Desk, activity_id: int) -> list[Occurrence]:
    """Book the rooms of planned days that have none, one by one; give those that cannot be had.

    Days that were planned before there were bookings, and the demo's.
    """
    with desk.database.reading(desk.district_id) as session:
        waiting = list(without_rooms(session, activity_id, desk.now))
    without = []
    for number, row in enumerate(waiting):
        # A moment each: ids are made of it
        at = replace(desk, now=desk.now + timedelta(milliseconds=number))
        if with_rooms(at, *_again(at, row.id)).saved is None:
            without.append(row)
    return without


def _again(
    desk: Desk, occurrence_id: int
) -> tuple[Callable[[DistrictSession], Sequence[Request]], Make]:
    def ask(session: DistrictSession) -> Sequence[Request]:
        row = occurrence(session, occurrence_id)
        return for_day(session, desk, row.id, row.place_id, (row.starts, row.ends))

    def make(session: DistrictSession) -> Sequence[Occurrence]:
        return [occurrence(session, occurrence_id)]

    return ask, make


def without_rooms(
    session: DistrictSession, activity_id: int, now: datetime
) -> Sequence[Occurrence]:
    """Planned days ahead that have a place and no booking, as before bookings came."""
    booked = select(Booking.occurrence_id).where(
        Booking.occurrence_id.is_not(None), Booking.status.in_(CAN_CHANGE)
    )
    return session.scalars(
        select(Occurrence)
        .where(
            Occurrence.activity_id == activity_id,
            Occurrence.state == OccurrenceState.PLANNED,
            Occurrence.starts > now,
            Occurrence.place_id.is_not(None),
            Occurrence.id.not_in(booked),
        )
        .order_by(Occurrence.starts)
    ).all()
