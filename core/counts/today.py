"""Where a volunteer stands: today's days, those forgotten within 48 hours, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.days import Day, days_between
from core.counts.service import Counting
from core.db.tenancy import DistrictSession
from core.problems import Forbidden, NotFound
from core.schedules.days import LOOK_BACK, may_count, staff_activities
from core.schedules.models import Activity, Occurrence, OccurrenceState


@dataclass(frozen=True)
class CountedActivity:
    """What counting shows of an activity."""

    id: int
    slug: str
    name: str
    organisation_id: int
    plugin: str | None


@dataclass(frozen=True)
class ActivityDay:
    """A day and its activity."""

    activity: CountedActivity
    day: Day


@dataclass(frozen=True)
class Coming:
    """The next day somebody may count on. `starts` is in UTC."""

    activity: CountedActivity
    starts: datetime


@dataclass(frozen=True)
class Today:
    """`days` are today's, those that are held or to be held first; `forgotten` were not entered."""

    days: list[ActivityDay]
    forgotten: list[ActivityDay]
    coming: Coming | None

    @property
    def only(self) -> ActivityDay | None:
        """The one day there is to stand on: nothing to choose."""
        open_days = [one for one in self.days if one.day.state == OccurrenceState.PLANNED]
        choice = open_days or self.days
        return choice[0] if len(choice) == 1 else None


def activities(
    session: DistrictSession, counting: Counting, slug: str | None = None
) -> dict[int, CountedActivity]:
    """The activities this actor may count for and whose plugin, if any, is on; by id."""
    columns = (
        Activity.id,
        Activity.slug,
        Activity.name,
        Activity.organisation_id,
        Activity.plugin,
    )
    statement = select(*columns).where(Activity.archived_at.is_(None)).order_by(Activity.name)
    if slug is not None:
        statement = select(*columns).where(Activity.slug == slug)
    staff_of = staff_activities(session, counting.access)
    found = (CountedActivity(*row) for row in session.execute(statement))
    return {
        one.id: one
        for one in found
        if one.plugin in counting.categories
        and may_count(counting.access, one.id, one.organisation_id, staff_of)
    }


def activity(session: DistrictSession, counting: Counting, slug: str) -> CountedActivity:
    """The activity with this slug. Raises NotFound, or Forbidden for those who may not count."""
    found = activities(session, counting, slug)
    if found:
        return next(iter(found.values()))
    row = session.execute(select(Activity.plugin).where(Activity.slug == slug)).first()
    if row is None or row.plugin not in counting.categories or counting.access.actor.is_device:
        raise NotFound
    raise Forbidden


def today(session: DistrictSession, counting: Counting) -> Today:
    """Everything the volunteer's first page needs."""
    mine = activities(session, counting)
    now, date = counting.now, local_date(counting.now)
    days = _recent(session, mine, now)
    going_on = [one for one in days if one.day.day == date or one.day.ends > now]
    return Today(
        days=sorted(going_on, key=lambda one: one.day.state != OccurrenceState.PLANNED),
        forgotten=_forgotten([one for one in days if one not in going_on], now),
        coming=_coming(session, mine, now),
    )


def forgotten(
    session: DistrictSession, counted: CountedActivity, now: datetime
) -> list[ActivityDay]:
    """An activity's days before today that were not entered and still can be, the latest first."""
    days = _recent(session, {counted.id: counted}, now)
    return _forgotten([one for one in days if one.day.day < local_date(now)], now)


def _recent(
    session: DistrictSession, mine: Mapping[int, CountedActivity], now: datetime
) -> list[ActivityDay]:
    if not mine:
        return []
    date = local_date(now)
    # A day may end the day after it began, so one more than the 48 hours have.
    period = Period(date - LOOK_BACK - timedelta(days=1), date)
    return [
        ActivityDay(mine[day.activity_id], day) for day in days_between(session, period, list(mine))
    ]


def is_forgotten(day: Day, now: datetime) -> bool:
    """Not entered, and those who count still can, which they may for 48 hours after it ends."""
    return day.not_entered(now) and now <= day.ends + LOOK_BACK


def _forgotten(days: list[ActivityDay], now: datetime) -> list[ActivityDay]:
    found = [one for one in days if is_forgotten(one.day, now)]
    return sorted(found, key=lambda one: one.day.starts, reverse=True)


def _coming(
    session: DistrictSession, mine: Mapping[int, CountedActivity], now: datetime
) -> Coming | None:
    row = session.execute(
        select(Occurrence.activity_id, Occurrence.starts)
        .where(
            Occurrence.activity_id.in_(list(mine)),
            Occurrence.day > local_date(now),
            Occurrence.state == OccurrenceState.PLANNED,
        )
        .order_by(Occurrence.day, Occurrence.starts)
        .limit(1)
    ).first()
    return Coming(mine[row.activity_id], row.starts) if row else None
