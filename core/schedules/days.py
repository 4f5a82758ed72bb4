"""A day that is not held: closing it with a reason, opening it again, and who may."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission, Role
from core.audit.service import record
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.problems import N_, Forbidden, NotFound, Refused
from core.schedules.models import Activity, ActivityStaff, Occurrence, OccurrenceState

LOOK_BACK = timedelta(hours=48)
MOST_LETTERS = 300


def staff_activities(session: DistrictSession, access: Access) -> frozenset[int]:
    """The activities an employee is on; asked of the database for employees only."""
    if Role.STAFF not in access.roles:
        return frozenset()
    rows = session.scalars(
        select(ActivityStaff.activity_id).where(ActivityStaff.user_id == access.actor.id)
    )
    return frozenset(rows)


def may_count(
    access: Access, activity_id: int, organisation_id: int, staff_of: frozenset[int]
) -> bool:
    """A role in the activity's organisation, or being on the activity as an employee.

    A device counts for its own activity and no other.
    """
    if access.actor.is_device:
        return access.actor.activity_id == activity_id
    return may_on(access, Permission.COUNT, activity_id, organisation_id, staff_of)


def may_on(
    access: Access,
    permission: str,
    activity_id: int,
    organisation_id: int,
    staff_of: frozenset[int],
) -> bool:
    """Whether a role in the activity's organisation gives it, or being on it as an employee.

    An employee is on an activity whichever organisation it belongs to, and on no other.
    """
    if activity_id in staff_of:
        return access.policy.gives(Role.STAFF, permission)
    return any(
        grant.role is not Role.STAFF
        and access.policy.gives(grant.role, permission)
        and (grant.organisations is None or organisation_id in grant.organisations)
        for grant in access.grants
    )


def may_run(session: DistrictSession, access: Access, permission: str, activity: Activity) -> bool:
    """`may_on` for one activity."""
    on = staff_activities(session, access)
    return may_on(access, permission, activity.id, activity.organisation_id, on)


def counting_for(session: DistrictSession, access: Access) -> Callable[[Activity], bool]:
    """Whether this actor may count for an activity, asked of many with one look."""
    on = staff_activities(session, access)
    return lambda activity: may_count(access, activity.id, activity.organisation_id, on)


def is_late(access: Access, organisation_id: int, ends: datetime, now: datetime) -> bool:
    """Whether the 48 hours after a day's end have run out, for those who have a limit."""
    return now > ends + LOOK_BACK and not access.may(Permission.CORRECT, organisation_id)


def close_day(
    session: DistrictSession, access: Access, occurrence_id: int, reason: str, now: datetime
) -> None:
    """Close a day. What has been counted is kept, and is no visit while the day is closed.

    Raises NotFound, Forbidden, or Refused: without a reason, when it is cancelled, when the day
    has not come or is more than 48 hours past (a leader has no limits).
    """
    reason = reason.strip()
    if not reason:
        raise Refused(N_("Write why it is closed."), field="reason")
    if len(reason) > MOST_LETTERS:
        raise Refused(N_("Write it in at most %(n)s letters."), field="reason", n=MOST_LETTERS)
    row = _row(session, access, occurrence_id, now)
    if row.state == OccurrenceState.CANCELLED:
        raise Refused(N_("The day is cancelled already."))
    _set(session, access, row, OccurrenceState.CLOSED, reason, now)


def reopen_day(
    session: DistrictSession, access: Access, occurrence_id: int, reason: str | None, now: datetime
) -> None:
    """Open a closed or cancelled day again. Raises as `close_day` does; no reason is needed."""
    row = _row(session, access, occurrence_id, now)
    if row.state != OccurrenceState.PLANNED:
        _set(session, access, row, OccurrenceState.PLANNED, reason, now)


def _row(session: DistrictSession, access: Access, occurrence_id: int, now: datetime) -> Occurrence:
    found = session.execute(
        select(Occurrence, Activity.organisation_id)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Occurrence.id == occurrence_id, Occurrence.state != OccurrenceState.WITHDRAWN)
        .with_for_update(of=Occurrence)
    ).first()
    if found is None:
        raise NotFound
    row, organisation_id = found
    if not may_count(access, row.activity_id, organisation_id, staff_activities(session, access)):
        raise NotFound if access.actor.is_device else Forbidden
    _check_time(access, organisation_id, row.day, row.ends, now)
    return row


def _check_time(
    access: Access, organisation_id: int, day: date, ends: datetime, now: datetime
) -> None:
    if access.may(Permission.CORRECT, organisation_id):
        return
    if local_date(now) < day:
        raise Refused(N_("The day has not come yet."))
    if is_late(access, organisation_id, ends, now):
        raise Refused(N_("More than 48 hours have passed. Tell the leader the number."))


def _set(
    session: DistrictSession,
    access: Access,
    row: Occurrence,
    state: OccurrenceState,
    reason: str | None,
    now: datetime,
) -> None:
    action = "schedules:close" if state is OccurrenceState.CLOSED else "schedules:reopen"
    before = {"state": row.state, "reason": row.reason}
    row.state = state.value
    row.reason = reason if state is OccurrenceState.CLOSED else None
    row.revision, row.changed_at = row.revision + 1, now
    record(
        session,
        access.actor.reference,
        action,
        f"occurrence:{row.id}",
        now=now,
        reason=reason,
        before=before,
    )
