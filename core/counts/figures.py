"""An activity's figures for a period, and this week, month and year against the last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.calendar.counting_year import CountingYear, Period, iso_week, month
from core.calendar.zones import local_date, local_time
from core.counts.categories import Categories
from core.counts.days import Day, Status, days_between, last_counted_day
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.statistics.basics import mean_visits, visits
from core.statistics.measures import CountKind, HeldDay


@dataclass(frozen=True)
class Against:
    """A stretch up to today against the same stretch before it."""

    key: str
    now: list[HeldDay]
    before: list[HeldDay]


@dataclass(frozen=True)
class Attendance:
    """Opening days and visits in a period: they single nobody out, and all may see them.

    `mean` is per opening day, with one decimal; None without days.
    """

    period: Period
    opening_days: int
    visits: int
    mean: float | None


@dataclass(frozen=True)
class ActivityDays:
    """What the figures of an activity are made of: the days of a period, and the recent ones."""

    period: Period
    held: list[HeldDay]
    not_entered: int
    closed: int
    against: list[Against]


def opening_period(
    session: DistrictSession, activity_id: int, year: CountingYear, today: date
) -> Period:
    """The counting year a page opens on: the latest that has counts, else the current one."""
    return year.containing(last_counted_day(session, activity_id) or today)


def read(
    session: DistrictSession,
    activity_id: int,
    slug: str,
    categories: Categories,
    period: Period,
    year: CountingYear,
    now: datetime,
) -> ActivityDays:
    """Two queries, however long the period is. Local dates, inclusive."""
    today = local_date(now)
    stretches = _stretches(year, today)
    earliest = min(before.first for _key, _now, before in stretches)
    shown = days_between(session, period, [activity_id])
    recent = days_between(session, Period(earliest, today), [activity_id])
    recently_held = held_days(recent, categories, slug)
    return ActivityDays(
        period=period,
        held=held_days(shown, categories, slug),
        not_entered=sum(day.not_entered(now) for day in shown),
        closed=sum(day.status is Status.CLOSED for day in shown),
        against=[
            Against(key, within(recently_held, this), within(recently_held, before))
            for key, this, before in stretches
        ],
    )


def held_days(days: Iterable[Day], categories: Categories, slug: str) -> list[HeldDay]:
    """The days that were held, with totals under their kinds; kinds are never mixed."""
    found = []
    for day in days:
        if day.status is not Status.HELD:
            continue
        totals: dict[CountKind, dict[str, int]] = {}
        for key, total in day.totals.items():
            if key in categories:
                totals.setdefault(categories[key].kind, {})[key] = total
        starts = local_time(day.starts)
        found.append(HeldDay(day.day, slug, totals, starts, day.place_id))
    return found


def held_of(
    session: DistrictSession,
    activities: Sequence[Activity],
    period: Period,
    known: Mapping[str | None, Categories],
) -> Mapping[int, list[HeldDay]]:
    """The days that were held at each activity, by its id; `known` is by plugin. One query."""
    days = days_between(session, period, [one.id for one in activities])
    return {
        one.id: held_days(
            [day for day in days if day.activity_id == one.id],
            known.get(one.plugin, known[None]),
            one.slug,
        )
        for one in activities
    }


def attendance(period: Period, held: Sequence[HeldDay]) -> Attendance:
    """How many came on these days of the period."""
    return Attendance(period, len(held), visits(held), mean_visits(held))


def within(days: Sequence[HeldDay], period: Period) -> list[HeldDay]:
    """The days of a period."""
    return [day for day in days if period.first <= day.day <= period.last]


def _stretches(year: CountingYear, today: date) -> list[tuple[str, Period, Period]]:
    this_year = year.containing(today)
    found = []
    for key, this, before in (
        ("week", iso_week(today), iso_week(today).previous_week()),
        ("month", month(today), month(today).previous_month()),
        ("year", this_year, year.previous(this_year)),
    ):
        so_far = today - this.first
        found.append(
            (
                key,
                Period(this.first, today),
                Period(before.first, min(before.first + so_far, before.last)),
            )
        )
    return found
