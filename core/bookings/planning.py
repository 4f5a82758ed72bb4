"""An opening day and its room, saved together: one calendar for occurrences and bookings."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from core.accounts.actors import Access
from core.audit.service import record
from core.bookings.day_rooms import (
    Times,
    booking_of,
    for_day,
    occurrence,
    refuse_to_wait,
    room_requests,
)
from core.bookings.desk import Decided, Desk, consider, decide
from core.bookings.displacing import put_aside
from core.bookings.facts import Request, Verdict
from core.bookings.models import Status
from core.bookings.opening_days import counted, require_room_follows
from core.bookings.saving import add, change_to, free, hold, touched
from core.bookings.service import gives_up, passes
from core.calendar.recurrence import WeeklyRule
from core.db.tenancy import DistrictSession
from core.schedules import days, planning, single_days
from core.schedules.hours import Hours, check_date
from core.schedules.models import Activity, Occurrence

Make = Callable[[DistrictSession], Sequence[Occurrence]]


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
    desk: Desk,
    ask: Callable[[DistrictSession], Sequence[Request]],
    make: Make,
    standing: Collection[int] = (),
) -> Decided[Sequence[Occurrence]]:
    """Make days and book their rooms in one transaction.

    A day that has its booking already gets it changed. `saved` is None when a room cannot be had,
    or when one of the bookings `standing` would give up its time for one that waits for a yes.
    """

    def allowed(verdicts: Sequence[Verdict]) -> bool:
        return passes(verdicts, desk.access) and not gives_up(verdicts, standing)

    def write(session: DistrictSession, decided: Decided[None]) -> Sequence[Occurrence]:
        made = make(session)
        session.flush()
        by_time = {(day.starts, day.ends): day for day in made}
        new: list[tuple[Verdict, int]] = []
        put_aside(session, desk, decided)
        for verdict in decided.verdicts:
            day = by_time[verdict.request.starts, verdict.request.ends]
            kept = booking_of(session, day.id)
            if kept is None:
                new.append((verdict, day.id))
            else:
                change_to(session, kept, verdict, desk.now)
        if new:
            add(session, [v for v, _ in new], desk.now, occurrences=[number for _, number in new])
        return made

    return decide(desk, ask, write, allowed)


def add_day(
    desk: Desk,
    find: Callable[[DistrictSession], Activity],
    day: date,
    hours: Hours,
    place_id: int | None,
    title: str | None = None,
) -> Decided[Sequence[Occurrence]]:
    """One more day with its room; `title` is what it is about.

    Raises what `schedules.single_days` raises.
    """

    def ask(session: DistrictSession) -> Sequence[Request]:
        activity = find(session)
        check_date(day, desk.now, "day")
        times = single_days.times_for(session, activity.id, day, hours, None)
        return room_requests(session, desk, activity, place_id, [times])

    def make(session: DistrictSession) -> Sequence[Occurrence]:
        activity = find(session)
        row = single_days.add_day(
            session, desk.access, activity, day, hours, place_id, desk.now, title
        )
        return [row]

    return with_rooms(desk, ask, make)


def move_day(
    desk: Desk,
    occurrence_id: int,
    day: date,
    hours: Hours,
    place_id: int | None,
    *,
    keep: bool = False,
) -> Decided[Sequence[Occurrence]]:
    """Move a day, and its room along. Raises what `schedules.single_days` raises.

    With `keep` a time that stands is not given up for one that waits for a yes.
    """
    standing: set[int] = set()

    def ask(session: DistrictSession) -> Sequence[Request]:
        row = occurrence(session, occurrence_id)
        if day != row.day:
            check_date(day, desk.now, "day")
        kept = booking_of(session, occurrence_id)
        if keep and kept is not None and kept.status == Status.CONFIRMED:
            standing.add(kept.id)
        times = single_days.times_for(session, row.activity_id, day, hours, row.id)
        require_room_follows(row, *times, place_id, desk.now)
        asked = for_day(session, desk, occurrence_id, place_id, times)
        standing.update(one.booking_id or 0 for one in asked if one.begun)
        return asked

    def make(session: DistrictSession) -> Sequence[Occurrence]:
        _hold(session, occurrence_id)
        held = counted(session, occurrence_id)
        row = single_days.move_day(
            session, desk.access, occurrence_id, day, hours, place_id, desk.now, counted=held
        )
        if place_id is None:
            release(session, occurrence_id, desk.access.actor.reference, desk.now)
        return [row]

    decided = with_rooms(desk, ask, make, standing)
    refuse_to_wait(decided.verdicts)
    return decided


def reopen_day(desk: Desk, occurrence_id: int) -> Decided[Sequence[Occurrence]]:
    """Open a closed or cancelled day again, when its room can still be had."""

    def ask(session: DistrictSession) -> Sequence[Request]:
        row = occurrence(session, occurrence_id)
        single_days.require_alone(session, row)
        times = (row.starts, row.ends)
        return for_day(session, desk, occurrence_id, row.place_id, times)

    def make(session: DistrictSession) -> Sequence[Occurrence]:
        days.reopen_day(session, desk.access, occurrence_id, None, desk.now)
        return [occurrence(session, occurrence_id)]

    return with_rooms(desk, ask, make)


def close_day(
    session: DistrictSession, access: Access, occurrence_id: int, reason: str, now: datetime
) -> None:
    """Close a day, and give its room back if it has not begun."""
    _hold(session, occurrence_id)
    days.close_day(session, access, occurrence_id, reason, now)
    release(session, occurrence_id, access.actor.reference, now)


def cancel_day(
    session: DistrictSession, access: Access, occurrence_id: int, reason: str, now: datetime
) -> None:
    """Cancel a day, and give its room back if it has not begun."""
    _hold(session, occurrence_id)
    held = counted(session, occurrence_id)
    single_days.cancel_day(session, access, occurrence_id, reason, now, counted=held)
    release(session, occurrence_id, access.actor.reference, now)


def release(session: DistrictSession, occurrence_id: int, actor: str, now: datetime) -> None:
    """Give back the room of a day that will not be held; what has begun is left as it was."""
    row = booking_of(session, occurrence_id)
    if row is None or row.starts <= now:
        return
    row.status = Status.CANCELLED.value
    touched(row, actor, now)
    session.flush()
    free(session, [row.id])
    record(session, actor, "bookings:release", f"booking:{row.id}", now=now)


def _hold(session: DistrictSession, occurrence_id: int) -> None:
    """Take the room of a day and its booking before the day itself, as whoever moves them does."""
    row = booking_of(session, occurrence_id)
    if row is not None:
        hold(session, [row.id])
        session.refresh(row, with_for_update=True)
