"""An offer's history as a story: everything that happened to it, in the order it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from core.audit.models import AuditEntry
from core.calendar.counting_year import CountingYear, Period
from core.calendar.zones import to_utc
from core.counts.categories import Categories
from core.counts.figures import Attendance, attendance, held_of
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.statistics.gateway import grouped
from plugins.vurdering.decisions import decisions_of
from plugins.vurdering.models import Decision, Story
from plugins.vurdering.stories import stories_of

_EVER = Period(date(2000, 1, 1), date(2199, 12, 31))
_LAST = time(23, 59)
_OWNER = ("owner_role", "owner_id", "deputy_id")


class Happening(StrEnum):
    """What an entry tells; of what happened at one moment, in this order."""

    BEGAN = "began"
    MADE = "made"
    YEAR = "year"
    STORY = "story"
    OWNER = "owner"
    DECISION = "decision"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Entry:
    """One thing that happened, at a moment in UTC.

    It tells a counting year's figures, who became responsible (those of `owner_role`, `owner_id`
    and `deputy_id` that changed; "None" is nobody), a decision, a story, or nothing more.
    """

    at: datetime
    what: Happening
    told: Attendance | dict[str, Any] | Decision | Story | None = None


def history(
    session: DistrictSession,
    activity: Activity,
    known: Mapping[str | None, Categories],
    year: CountingYear,
) -> Sequence[Entry]:
    """Everything, from the first day that was counted to what happened last."""
    made, written = decisions_of(session, activity.id), stories_of(session, activity.id)
    entries = [
        Entry(activity.created_at, Happening.MADE),
        *_years(session, activity, known, year),
        *_owners(session, activity),
        *(Entry(one.written_at, Happening.STORY, one) for one in written),
        *(Entry(one.decided_at, Happening.DECISION, one) for one in made),
    ]
    if activity.archived_at is not None:
        entries.append(Entry(activity.archived_at, Happening.ARCHIVED))
    order = list(Happening)
    return sorted(entries, key=lambda one: (one.at, order.index(one.what)))


def _years(
    session: DistrictSession,
    activity: Activity,
    known: Mapping[str | None, Categories],
    year: CountingYear,
) -> list[Entry]:
    """The first day that was counted, and each counting year at its last such day."""
    held = held_of(session, [activity], _EVER, known)[activity.id]
    years = grouped(held, lambda day: year.containing(day.day))
    return [Entry(to_utc(day.day, day.starts), Happening.BEGAN) for day in held[:1]] + [
        Entry(to_utc(days[-1].day, _LAST), Happening.YEAR, attendance(period, days))
        for period, days in years.items()
    ]


def _owners(session: DistrictSession, activity: Activity) -> list[Entry]:
    """When others became responsible, as the audit log has it."""
    rows = session.scalars(
        select(AuditEntry).where(
            AuditEntry.action == "schedules:owner", AuditEntry.target == f"activity:{activity.id}"
        )
    )
    changes = [
        (row.at, {name: row.detail[name] for name in _OWNER if name in row.detail}) for row in rows
    ]
    return [Entry(at, Happening.OWNER, told) for at, told in changes if told]
