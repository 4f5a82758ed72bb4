"""Days with their counts: planned, held, closed and cancelled are told apart here, once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, select

from core.calendar.counting_year import Period
from core.calendar.zones import local_time
from core.counts.models import CountTotal
from core.db.tenancy import DistrictSession
from core.problems import NotFound
from core.schedules.models import Activity, Occurrence, OccurrenceState

_COLUMNS = (
    Occurrence.id,
    Occurrence.activity_id,
    Occurrence.place_id,
    Occurrence.day,
    Occurrence.starts,
    Occurrence.ends,
    Occurrence.state,
    Occurrence.reason,
    Occurrence.title,
)


class Status(StrEnum):
    """What a day is, as programs and people are told."""

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Day:
    """One day of an activity with its totals. `starts` and `ends` are UTC, half-open.

    `title` is what the day is about, where somebody has said so.
    """

    id: int
    activity_id: int
    place_id: int | None
    day: date
    starts: datetime
    ends: datetime
    state: str
    reason: str | None
    title: str | None
    totals: dict[str, int]
    entries: int

    @property
    def key(self) -> str:
        """The day's part of its address: local date and start, e.g. "2026-11-22-1100"."""
        return day_key(self.day, self.starts)

    @property
    def status(self) -> Status:
        """Planned or held is told by whether somebody has counted; a zero is a count."""
        if self.state == OccurrenceState.PLANNED:
            return Status.HELD if self.entries > 0 else Status.PLANNED
        return Status(self.state)

    @property
    def takes_place(self) -> bool:
        """Whether people meet that day: it is neither closed nor cancelled."""
        return self.state == OccurrenceState.PLANNED

    def not_entered(self, now: datetime) -> bool:
        """Past, not closed, and nobody has counted."""
        return self.status is Status.PLANNED and self.ends <= now


def day_key(day: date, starts: datetime) -> str:
    """A day's part of its address. `day` is the local date, `starts` a moment."""
    return f"{day.isoformat()}-{local_time(starts):%H%M}"


def days_between(
    session: DistrictSession, period: Period, activities: Collection[int] | None = None
) -> list[Day]:
    """Days with local date in the period (inclusive), by start; all activities when None.

    One query, however long the period is.
    """
    statement = _with_totals().where(Occurrence.day.between(period.first, period.last))
    if activities is not None:
        statement = statement.where(Occurrence.activity_id.in_(activities))
    return _fold(session, statement)


def occurrence_at(session: DistrictSession, slug: str, key: str) -> int:
    """The id of the day with this activity and address, in one lean query. Raises NotFound."""
    rows = session.execute(
        select(Occurrence.id, Occurrence.day, Occurrence.starts)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(
            Activity.slug == slug,
            Occurrence.day == _date_of(key),
            Occurrence.state != OccurrenceState.WITHDRAWN,
        )
    )
    for row in rows:
        if day_key(row.day, row.starts) == key:
            return int(row.id)
    raise NotFound


def day_by_key(session: DistrictSession, activity_id: int, key: str) -> Day:
    """The day with this address. Raises NotFound."""
    statement = _with_totals().where(
        Occurrence.activity_id == activity_id, Occurrence.day == _date_of(key)
    )
    for found in _fold(session, statement):
        if found.key == key:
            return found
    raise NotFound


def day_by_id(session: DistrictSession, occurrence_id: int) -> Day:
    """The day with this id. Raises NotFound."""
    found = _fold(session, _with_totals().where(Occurrence.id == occurrence_id))
    if not found:
        raise NotFound
    return found[0]


def last_counted_day(session: DistrictSession, activity_id: int) -> date | None:
    """The latest local date that has counts, which decides the year a page opens on."""
    return session.scalar(
        select(Occurrence.day)
        .join(CountTotal, CountTotal.occurrence_id == Occurrence.id)
        .where(
            Occurrence.activity_id == activity_id,
            Occurrence.state == OccurrenceState.PLANNED,
            CountTotal.entries > 0,
        )
        .order_by(Occurrence.day.desc())
        .limit(1)
    )


def _date_of(key: str) -> date:
    try:
        return date.fromisoformat(key[:10])
    except ValueError:
        raise NotFound from None


def _with_totals() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS, CountTotal.category, CountTotal.total, CountTotal.entries)
        .join(CountTotal, CountTotal.occurrence_id == Occurrence.id, isouter=True)
        .where(Occurrence.state != OccurrenceState.WITHDRAWN)
        .order_by(Occurrence.starts, Occurrence.id)
    )


def _fold(session: DistrictSession, statement: Select[*tuple[Any, ...]]) -> list[Day]:
    """One Day for each run of rows of one occurrence, which differ in category only."""
    days: list[Day] = []
    for _id, rows in groupby(session.execute(statement), key=itemgetter(0)):
        run = list(rows)
        counted = [row for row in run if row.category is not None]
        values: list[Any] = [
            *run[0][: len(_COLUMNS)],
            {row.category: row.total for row in counted},
            sum(row.entries for row in counted),
        ]
        days.append(Day(*values))
    return days
