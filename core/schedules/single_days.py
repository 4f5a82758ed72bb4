"""One day at a time: added, moved, cancelled. Closing and opening again are in `days`."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused
from core.schedules.days import MOST_LETTERS
from core.schedules.hours import Hours, check_date, in_the_way, times_of
from core.schedules.models import Activity, Occurrence, OccurrenceState
from core.schedules.planning import require_plannable, standing_days

MOST_IN_TITLE = 120


def add_day(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    day: date,
    hours: Hours,
    place_id: int | None,
    now: datetime,
    title: str | None = None,
) -> Occurrence:
    """One more day, in the past too; `title` is what it is about.

    Raises Forbidden, or Refused where another is in the way.
    """
    require_plannable(session, access, activity)
    check_date(day, now, "day")
    starts, ends = times_for(session, activity.id, day, hours, None)
    row = Occurrence(
        id=new_id(now),
        activity_id=activity.id,
        plan_id=None,
        place_id=place_id,
        title=_title(title),
        day=day,
        starts=starts,
        ends=ends,
        state=OccurrenceState.PLANNED.value,
        reason=None,
        revision=0,
        changed_at=now,
    )
    session.add(row)
    _log(session, access, row, "schedules:add-day", now)
    return row


def move_day(
    session: DistrictSession,
    access: Access,
    occurrence_id: int,
    day: date,
    hours: Hours,
    place_id: int | None,
    now: datetime,
    *,
    counted: bool,
) -> Occurrence:
    """Move a day in date, time or place.

    Raises Refused when it is closed or cancelled, when the date would change of a day that has
    been `counted` or is over, or when another of the activity's days is in the way.
    """
    row = _to_change(session, access, occurrence_id)
    if row.state != OccurrenceState.PLANNED:
        raise Refused(N_("The day is not open. Open it again before you move it."))
    if day != row.day:
        if counted:
            raise Refused(N_("Visits have been counted on this day, so its date cannot change."))
        if row.ends <= now:
            raise Refused(N_("The day is over. Add the right day instead, and cancel this one."))
        check_date(day, now, "day")
    starts, ends = times_for(session, row.activity_id, day, hours, row.id)
    before = {"starts": row.starts.isoformat(), "ends": row.ends.isoformat()}
    row.day, row.starts, row.ends, row.place_id = day, starts, ends, place_id
    row.revision, row.changed_at = row.revision + 1, now
    _log(session, access, row, "schedules:move", now, before=before)
    return row


def retitle(
    session: DistrictSession,
    access: Access,
    occurrence_id: int,
    title: str | None,
    now: datetime,
) -> Occurrence:
    """Say what a day is about; None takes it away. Raises NotFound, Forbidden or Refused."""
    row = _to_change(session, access, occurrence_id)
    wanted = _title(title)
    if wanted != row.title:
        before = {"title": row.title}
        row.title = wanted
        row.revision, row.changed_at = row.revision + 1, now
        _log(session, access, row, "schedules:title", now, before=before)
    return row


def cancel_day(
    session: DistrictSession,
    access: Access,
    occurrence_id: int,
    reason: str,
    now: datetime,
    *,
    counted: bool,
) -> Occurrence:
    """Cancel a day with a reason; feeds keep it as cancelled.

    Raises Refused without a reason, or when it has been `counted`: it was held, then.
    """
    row = _to_change(session, access, occurrence_id)
    reason = reason.strip()
    if not reason:
        raise Refused(N_("Write why the day is cancelled."), field="reason")
    if len(reason) > MOST_LETTERS:
        raise Refused(N_("Write it in at most %(n)s letters."), field="reason", n=MOST_LETTERS)
    if counted:
        raise Refused(N_("Visits have been counted on this day, so it was held."))
    before = {"state": row.state, "reason": row.reason}
    row.state, row.reason = OccurrenceState.CANCELLED.value, reason
    row.revision, row.changed_at = row.revision + 1, now
    _log(session, access, row, "schedules:cancel", now, reason=reason, before=before)
    return row


def times_for(
    session: DistrictSession, activity_id: int, day: date, hours: Hours, but: int | None
) -> tuple[datetime, datetime]:
    """The UTC moments of one more day, or of the day `but` when it moves there.

    Raises Refused when another of the activity's days is in the way.
    """
    starts, ends = hours.on(day)
    _refuse_in_the_way(session, activity_id, day, starts, ends, but)
    return starts, ends


def require_alone(session: DistrictSession, row: Occurrence) -> None:
    """Raise Refused when a cancelled day cannot be opened again: another has taken its time."""
    if row.state == OccurrenceState.CANCELLED:
        _refuse_in_the_way(session, row.activity_id, row.day, row.starts, row.ends, row.id)


def _refuse_in_the_way(
    session: DistrictSession,
    activity_id: int,
    day: date,
    starts: datetime,
    ends: datetime,
    but: int | None,
) -> None:
    others = [row for row in standing_days(session, activity_id, day, day) if row.id != but]
    there = in_the_way(others, starts, ends)
    if there is not None:
        raise Refused(
            N_("The activity is there already on %(day)s, %(times)s. Change that day instead."),
            field="day",
            day=f"{there.day:%d.%m.%Y}",
            times=times_of(there),
        )


def _title(title: str | None) -> str | None:
    title = (title or "").strip() or None
    if title is not None and len(title) > MOST_IN_TITLE:
        raise Refused(N_("Write it in at most %(n)s letters."), field="title", n=MOST_IN_TITLE)
    return title


def _to_change(session: DistrictSession, access: Access, occurrence_id: int) -> Occurrence:
    found = session.execute(
        select(Occurrence, Activity.organisation_id)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Occurrence.id == occurrence_id, Occurrence.state != OccurrenceState.WITHDRAWN)
        .with_for_update(key_share=True)
    ).first()
    if found is None:
        raise NotFound
    row, organisation_id = found
    access.require(Permission.ACTIVITY_EDIT, organisation_id)
    return row


def _log(
    session: DistrictSession,
    access: Access,
    row: Occurrence,
    action: str,
    now: datetime,
    *,
    reason: str | None = None,
    before: Mapping[str, object] | None = None,
) -> None:
    actor, target = access.actor.reference, f"occurrence:{row.id}"
    record(session, actor, action, target, now=now, reason=reason, before=before)
