"""Planning days: a weekly rule expanded when it is saved, single days, moving and cancelling."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.calendar.counting_year import Period
from core.calendar.recurrence import WeeklyRule
from core.calendar.zones import NonexistentTime, local_date, to_utc
from core.db.ids import new_id, new_ids
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused
from core.schedules.models import Activity, Occurrence, OccurrenceState, Plan
from core.schedules.notes import Marks, marks_in

_LONGEST = timedelta(hours=16)


@dataclass(frozen=True)
class Hours:
    """Local times. An end before the start is the next day's: an evening past midnight."""

    starts: time
    ends: time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The UTC moments on a date. Raises Refused for the hour summer time takes away."""
        try:
            begins = to_utc(day, self.starts)
            last_day = day if self.ends > self.starts else day + timedelta(days=1)
            ends = to_utc(last_day, self.ends)
        except NonexistentTime as missing:
            raise Refused(
                N_(
                    "The clocks go forward on %(day)s: %(time)s does not exist. "
                    "Choose another time."
                ),
                field="starts",
                day=f"{missing.day:%d.%m.%Y}",
                time=f"{missing.clock:%H.%M}",
            ) from missing
        if ends - begins > _LONGEST:
            raise Refused(
                N_("The day would last for over 16 hours. Check the times."), field="ends"
            )
        return begins, ends


@dataclass(frozen=True)
class Proposal:
    """One date of a plan, and what would come of it."""

    day: date
    marks: Marks
    taken: bool

    @property
    def closes(self) -> bool:
        """A public holiday is proposed as closed."""
        return self.marks.holiday is not None and not self.taken


def propose(
    session: DistrictSession, activity: Activity, rule: WeeklyRule, language: str
) -> list[Proposal]:
    """Every date of the rule with what is known of it, and whether the activity has it already."""
    period = Period(rule.first, rule.last)
    marks = marks_in(session, period, language)
    taken = _days_taken(session, activity.id, period)
    return [Proposal(day, marks.get(day, Marks()), day in taken) for day in rule.dates()]


def save_plan(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    rule: WeeklyRule,
    hours: Hours,
    place_id: int | None,
    *,
    keep_open: Collection[date],
    language: str,
    now: datetime,
) -> list[Occurrence]:
    """Save the rule and its days; those the activity has already are left alone.

    A public holiday becomes a closed day with its name as the reason, unless it is in
    `keep_open`. Raises Forbidden, or Refused when no day would come of it.
    """
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    proposals = [one for one in propose(session, activity, rule, language) if not one.taken]
    if not proposals:
        raise Refused(N_("The activity has all these days already."))
    plan_id, *ids = new_ids(now, len(proposals) + 1)
    session.add(
        Plan(
            id=plan_id,
            activity_id=activity.id,
            weekdays=sorted(rule.weekdays),
            starts=hours.starts,
            ends=hours.ends,
            first=rule.first,
            last=rule.last,
            place_id=place_id,
            created_at=now,
        )
    )
    session.flush()
    days = []
    for number, one in zip(ids, proposals, strict=True):
        row = _occurrence(activity, number, one.day, hours, place_id, now)
        row.plan_id = plan_id
        if one.closes and one.day not in keep_open:
            row.state, row.reason = OccurrenceState.CLOSED.value, one.marks.holiday
        days.append(row)
    session.add_all(days)
    record(
        session,
        access.actor.reference,
        "schedules:plan",
        f"plan:{plan_id}",
        now=now,
        days=len(days),
    )
    return days


def add_day(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    day: date,
    hours: Hours,
    place_id: int | None,
    now: datetime,
) -> Occurrence:
    """One more day, in the past too. Raises Forbidden, or Refused when it begins with another."""
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    row = _occurrence(activity, new_id(now), day, hours, place_id, now)
    _check_free(session, activity.id, row.starts, None)
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

    Raises Refused when it has been `counted` or is over and the date would change, or when the
    activity begins at that time already.
    """
    row, _activity = _to_change(session, access, occurrence_id)
    if day != row.day:
        if counted:
            raise Refused(N_("Visits have been counted on this day, so its date cannot change."))
        if row.day < local_date(now):
            raise Refused(N_("The day is over. Add the right day instead, and cancel this one."))
    starts, ends = hours.on(day)
    _check_free(session, row.activity_id, starts, row.id)
    before = {"starts": row.starts.isoformat(), "ends": row.ends.isoformat()}
    row.day, row.starts, row.ends, row.place_id = day, starts, ends, place_id
    _changed(session, access, row, "schedules:move", now, **before)
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
    row, _activity = _to_change(session, access, occurrence_id)
    if not reason.strip():
        raise Refused(N_("Write why the day is cancelled."), field="reason")
    if counted:
        raise Refused(N_("Visits have been counted on this day, so it was held."))
    before = {"state": row.state, "reason": row.reason}
    row.state, row.reason = OccurrenceState.CANCELLED.value, reason.strip()
    _changed(session, access, row, "schedules:cancel", now, **before)
    return row


def _days_taken(session: DistrictSession, activity_id: int, period: Period) -> set[date]:
    return set(
        session.scalars(
            select(Occurrence.day).where(
                Occurrence.activity_id == activity_id,
                Occurrence.day.between(period.first, period.last),
                Occurrence.state != OccurrenceState.WITHDRAWN,
            )
        )
    )


def _occurrence(
    activity: Activity, number: int, day: date, hours: Hours, place_id: int | None, now: datetime
) -> Occurrence:
    starts, ends = hours.on(day)
    return Occurrence(
        id=number,
        activity_id=activity.id,
        plan_id=None,
        place_id=place_id,
        day=day,
        starts=starts,
        ends=ends,
        state=OccurrenceState.PLANNED.value,
        reason=None,
        revision=0,
        changed_at=now,
    )


def _check_free(
    session: DistrictSession, activity_id: int, starts: datetime, but: int | None
) -> None:
    found = session.scalar(
        select(Occurrence.id).where(
            Occurrence.activity_id == activity_id,
            Occurrence.starts == starts,
            Occurrence.state != OccurrenceState.WITHDRAWN,
            Occurrence.id != (but or 0),
        )
    )
    if found is not None:
        raise Refused(N_("The activity begins at this time on that day already."), field="day")


def _to_change(
    session: DistrictSession, access: Access, occurrence_id: int
) -> tuple[Occurrence, Activity]:
    found = session.execute(
        select(Occurrence, Activity)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Occurrence.id == occurrence_id, Occurrence.state != OccurrenceState.WITHDRAWN)
        .with_for_update(of=Occurrence)
    ).first()
    if found is None:
        raise NotFound
    row, activity = found
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    return row, activity


def _changed(
    session: DistrictSession,
    access: Access,
    row: Occurrence,
    action: str,
    now: datetime,
    **before: object,
) -> None:
    row.revision, row.changed_at = row.revision + 1, now
    _log(session, access, row, action, now, **before)


def _log(
    session: DistrictSession,
    access: Access,
    row: Occurrence,
    action: str,
    now: datetime,
    **before: object,
) -> None:
    actor = access.actor.reference
    record(session, actor, action, f"occurrence:{row.id}", now=now, before=before)
