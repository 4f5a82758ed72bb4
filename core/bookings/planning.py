"""An opening day and its room, saved together: one calendar for occurrences and bookings."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from core.audit.service import record
from core.bookings.desk import Decided, Desk, consider, decide
from core.bookings.displacing import put_aside
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.looking import activity_facts, organisation_facts
from core.bookings.models import Booking, Status
from core.bookings.saving import add, free, touched
from core.bookings.service import CAN_CHANGE, change_to, passes
from core.calendar.recurrence import WeeklyRule
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.schedules import planning
from core.schedules.hours import Hours
from core.schedules.models import Activity, Occurrence, OccurrenceState

Make = Callable[[DistrictSession], Sequence[Occurrence]]
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


def look_at_plan(
    desk: Desk, find: Callable[[DistrictSession], Activity], place_id: int | None, times: Times
) -> tuple[Verdict, ...]:
    """What the rules say of the room on each time ahead, before a plan is saved."""

    def ask(session: DistrictSession) -> Sequence[Request]:
        return room_requests(session, desk, find(session), place_id, times)

    return consider(desk, ask).verdicts


def save_plan(
    desk: Desk,
    find: Callable[[DistrictSession], Activity],
    rule: WeeklyRule,
    hours: Hours,
    place_id: int | None,
    *,
    keep_open: Collection[date],
    leave_out: Collection[date],
    language: str,
) -> Decided[Sequence[Occurrence]]:
    """Save a weekly plan with its room. `saved` is None when a date cannot have it.

    `leave_out` are dates that are not planned. Raises what `schedules.planning` raises.
    """

    def ask(session: DistrictSession) -> Sequence[Request]:
        activity = find(session)
        proposals = planning.propose(
            session, activity, rule, hours, language=language, now=desk.now
        )
        times = [
            (one.starts, one.ends)
            for one in proposals
            if one.there is None
            and one.day not in leave_out
            and (not one.closes or one.day in keep_open)
        ]
        return room_requests(session, desk, activity, place_id, times)

    def make(session: DistrictSession) -> Sequence[Occurrence]:
        return planning.save_plan(
            session,
            desk.access,
            find(session),
            rule,
            hours,
            place_id,
            keep_open=keep_open,
            leave_out=leave_out,
            language=language,
            now=desk.now,
        )

    return with_rooms(desk, ask, make)


def with_rooms(
    desk: Desk, ask: Callable[[DistrictSession], Sequence[Request]], make: Make
) -> Decided[Sequence[Occurrence]]:
    """Make days and book their rooms in one transaction.

    A day that has its booking already gets it changed. `saved` is None when a room cannot be had.
    """

    def write(
        session: DistrictSession, _snapshot: Snapshot, verdicts: tuple[Verdict, ...]
    ) -> Sequence[Occurrence]:
        days = make(session)
        session.flush()
        by_time = {(day.starts, day.ends): day for day in days}
        new: list[tuple[Verdict, int]] = []
        for verdict in verdicts:
            put_aside(session, desk, verdict)
            day = by_time[verdict.request.starts, verdict.request.ends]
            kept = booking_of(session, day.id)
            if kept is None:
                new.append((verdict, day.id))
            else:
                change_to(session, kept, verdict, desk.now)
        if new:
            add(session, [v for v, _ in new], desk.now, occurrences=[number for _, number in new])
        return days

    return decide(desk, ask, write, lambda verdicts: passes(verdicts, desk.access))


def day_request(
    session: DistrictSession, desk: Desk, occurrence: Occurrence, starts: datetime, ends: datetime
) -> Callable[[int | None], Sequence[Request]]:
    """Requests for moving a day to another time, by the place it moves to."""
    activity = session.scalars(select(Activity).where(Activity.id == occurrence.activity_id)).one()
    kept = booking_of(session, occurrence.id)

    def for_place(place_id: int | None) -> Sequence[Request]:
        found = room_requests(session, desk, activity, place_id, [(starts, ends)])
        return [replace(one, booking_id=kept.id if kept else None) for one in found]

    return for_place


def booking_of(session: DistrictSession, occurrence_id: int) -> Booking | None:
    """The booking a day has its room by, if it stands."""
    return session.scalar(
        select(Booking).where(
            Booking.occurrence_id == occurrence_id, Booking.status.in_(CAN_CHANGE)
        )
    )


def release(session: DistrictSession, occurrence_id: int, actor: str, now: datetime) -> None:
    """Give back the room of a day that is closed or cancelled, from now on."""
    row = booking_of(session, occurrence_id)
    if row is None:
        return
    row.status = Status.CANCELLED.value
    touched(row, actor, now)
    session.flush()
    free(session, [row.id])
    record(session, actor, "bookings:release", f"booking:{row.id}", now=now)


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
