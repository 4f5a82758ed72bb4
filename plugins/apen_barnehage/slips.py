"""Slips the health station hands out: printed, given, and how many came with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from core.accounts.actors import Access
from core.calendar.counting_year import Period, month
from core.counts.days import Status, days_between
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.models import Activity
from plugins.apen_barnehage.models import SlipEntry, SlipKind
from plugins.apen_barnehage.statistics import REFERRED

MOST = 1000


@dataclass(frozen=True)
class SlipMonth:
    """One month (by its first day) at one place. `came` is how many adults had a slip."""

    month: date
    place_id: int
    printed: int
    given: int
    came: int


def note(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    place_id: int,
    first_day: date,
    kind: SlipKind,
    n: int,
    now: datetime,
) -> None:
    """Note that slips were printed or given out; a negative `n` takes back what was wrong.

    Raises Refused (field "n") where the sum of the month would fall below zero, or n is zero or
    out of all reason.
    """
    if not 0 < abs(n) <= MOST:
        raise Refused(N_("Write a number from 1 to %(most)s."), field="n", most=MOST)
    told = _sum(session, activity.id, place_id, first_day, kind)
    if told + n < 0:
        raise Refused(N_("Only %(n)s are noted; you cannot take back more."), field="n", n=told)
    session.add(
        SlipEntry(
            id=new_id(now),
            activity_id=activity.id,
            place_id=place_id,
            month=first_day,
            kind=kind.value,
            n=n,
            entered_by=access.actor.reference,
            entered_at=now,
        )
    )


def recent(today: date) -> Period:
    """The twelve months up to the next one, local dates: what a group looks back on."""
    year_ago = today.replace(year=today.year - 1, day=1)
    return Period(year_ago, month(month(today).last + timedelta(days=1)).last)


def months(session: DistrictSession, activity_id: int, period: Period) -> Sequence[SlipMonth]:
    """Each month and place with slips in the period, or with adults who came with one.

    The latest month first. Local dates; two queries.
    """
    sums: dict[tuple[date, int], dict[str, int]] = {}
    rows = session.execute(
        select(SlipEntry.month, SlipEntry.place_id, SlipEntry.kind, func.sum(SlipEntry.n))
        .where(
            SlipEntry.activity_id == activity_id,
            SlipEntry.month.between(period.first.replace(day=1), period.last),
        )
        .group_by(SlipEntry.month, SlipEntry.place_id, SlipEntry.kind)
    )
    for first_day, place_id, kind, n in rows:
        sums.setdefault((first_day, place_id), {})[kind] = int(n)
    whole = Period(period.first.replace(day=1), month(period.last).last)
    for day in days_between(session, whole, [activity_id]):
        came = day.totals.get(REFERRED, 0) if day.status is Status.HELD else 0
        if came and day.place_id is not None:
            found = sums.setdefault((day.day.replace(day=1), day.place_id), {})
            found["came"] = found.get("came", 0) + came
    return [
        SlipMonth(
            first_day,
            place_id,
            one.get(SlipKind.PRINTED, 0),
            one.get(SlipKind.GIVEN, 0),
            one.get("came", 0),
        )
        for (first_day, place_id), one in sorted(sums.items(), reverse=True)
    ]


def _sum(
    session: DistrictSession, activity_id: int, place_id: int, first_day: date, kind: SlipKind
) -> int:
    found = session.scalar(
        select(func.coalesce(func.sum(SlipEntry.n), 0)).where(
            SlipEntry.activity_id == activity_id,
            SlipEntry.place_id == place_id,
            SlipEntry.month == first_day,
            SlipEntry.kind == kind.value,
        )
    )
    return int(found or 0)
