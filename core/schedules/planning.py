"""Weekly plans: a rule looked at date by date, and expanded to days when it is saved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.calendar.counting_year import Period
from core.calendar.recurrence import WeeklyRule
from core.db.ids import new_ids
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.holding import hold
from core.schedules.hours import Hours, check_date, in_the_way
from core.schedules.models import Activity, Occurrence, OccurrenceState, Plan
from core.schedules.notes import Marks, marks_in

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Proposal:
    """One date of a plan, from `starts` to `ends` (UTC), and what would come of it.

    `there` is the activity's own day that is in the way: it is left as it is.
    """

    day: date
    starts: datetime
    ends: datetime
    marks: Marks
    there: Occurrence | None

    @property
    def closes(self) -> bool:
        """A public holiday is proposed as closed."""
        return self.marks.holiday is not None and self.there is None


def propose(
    session: DistrictSession,
    activity: Activity,
    rule: WeeklyRule,
    hours: Hours,
    *,
    language: str,
    now: datetime,
) -> list[Proposal]:
    """Every date of the rule with what is known of it, and whether the activity is there already.

    Raises Refused for times and dates that cannot be. `language` is that of the holidays' names.
    """
    check_date(rule.first, now, "first")
    check_date(rule.last, now, "last")
    marks = marks_in(session, Period(rule.first, rule.last), language)
    there = standing_days(session, activity.id, rule.first, rule.last)
    proposals = []
    for day in rule.dates():
        starts, ends = hours.on(day)
        clash = in_the_way(there, starts, ends)
        proposals.append(Proposal(day, starts, ends, marks.get(day, Marks()), clash))
    return proposals


def save_plan(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    rule: WeeklyRule,
    hours: Hours,
    place_id: int | None,
    *,
    keep_open: Collection[date],
    leave_out: Collection[date] = (),
    language: str,
    now: datetime,
) -> list[Occurrence]:
    """Save the rule and its days; where the activity is there already, that day is left alone.

    A public holiday becomes a closed day with its name as the reason, unless it is in
    `keep_open`; dates in `leave_out` are not planned. Raises Forbidden, or Refused when no day
    would come of it.
    """
    require_plannable(session, access, activity)
    proposals = [
        one
        for one in propose(session, activity, rule, hours, language=language, now=now)
        if one.there is None and one.day not in leave_out
    ]
    if not proposals:
        raise Refused(N_("The activity has all these days already."))
    plan_id, *ids = new_ids(now, len(proposals) + 1)
    plan = Plan(
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
    session.add(plan)
    session.flush()
    days = [
        _day(one, number, plan, closed=one.closes and one.day not in keep_open)
        for number, one in zip(ids, proposals, strict=True)
    ]
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


def last_plan(session: DistrictSession, activity_id: int) -> Plan | None:
    """What an activity was last planned by: the next plan is often like it."""
    plans = select(Plan).where(Plan.activity_id == activity_id)
    return session.scalars(plans.order_by(Plan.created_at.desc(), Plan.id.desc()).limit(1)).first()


def standing_days(
    session: DistrictSession, activity_id: int, first: date, last: date
) -> Sequence[Occurrence]:
    """An activity's days between two local dates, and those beside them: evenings run on."""
    return session.scalars(
        select(Occurrence)
        .where(
            Occurrence.activity_id == activity_id,
            Occurrence.day.between(first - _DAY, last + _DAY),
            Occurrence.state != OccurrenceState.WITHDRAWN,
        )
        .order_by(Occurrence.starts)
    ).all()


def require_plannable(session: DistrictSession, access: Access, activity: Activity) -> None:
    """Raise Forbidden, or Refused when the activity is put away. Plans of one activity queue."""
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    hold(session, activity.id)
    session.refresh(activity, ["archived_at"])
    if activity.archived_at is not None:
        raise Refused(N_("The activity is put away. Take it out again before you plan days."))


def _day(one: Proposal, number: int, plan: Plan, *, closed: bool) -> Occurrence:
    state = OccurrenceState.CLOSED if closed else OccurrenceState.PLANNED
    return Occurrence(
        id=number,
        activity_id=plan.activity_id,
        plan_id=plan.id,
        place_id=plan.place_id,
        day=one.day,
        starts=one.starts,
        ends=one.ends,
        state=state.value,
        reason=one.marks.holiday if closed else None,
        revision=0,
        changed_at=plan.created_at,
    )
