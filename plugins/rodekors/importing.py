"""From a file to saved days: read, held against what is saved, decided, saved all or nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from core.accounts.actors import Access
from core.calendar.zones import to_utc
from core.counts.batches import BatchDay, Comparison, Difference, compare, save_batch
from core.counts.models import CountBatch
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.models import Activity
from core.spreadsheets import SENTENCES, Resolved, UnreadableFile
from plugins.rodekors.settings import RodekorsSettings
from plugins.rodekors.spreadsheet import (
    Day,
    Parsed,
    parse,
    read_days_sheet,
    resolve,
)

_CATEGORY: Mapping[str, str] = {
    "adults": "adult",
    "children": "child",
    "new_adults": "new_adult",
    "new_children": "new_child",
    "volunteers": "volunteer",
}


@dataclass(frozen=True)
class Doubt:
    """A day that is saved already with other numbers than the file's line has."""

    line: Day
    difference: Difference
    uses_file: bool | None


@dataclass(frozen=True)
class Look:
    """What would come of a file with the decisions made so far."""

    parsed: Parsed
    resolved: Resolved[date, Day]
    comparison: Comparison
    doubts: tuple[Doubt, ...]

    @property
    def to_save(self) -> list[BatchDay]:
        """The days that would be added or changed."""
        changed = [one.difference.wanted for one in self.doubts if one.uses_file]
        return [*self.comparison.new, *changed]

    @property
    def held(self) -> list[BatchDay]:
        """Those of them that were opening days."""
        return [day for day in self.to_save if day.closed_reason is None]

    @property
    def closed(self) -> list[BatchDay]:
        """Those that were closed, with their reasons."""
        return [day for day in self.to_save if day.closed_reason is not None]

    @property
    def undecided(self) -> int:
        """How many doubts somebody has still to decide about."""
        open_doubts = sum(one.uses_file is None for one in self.doubts)
        return len(self.resolved.conflicts) + open_doubts

    def visits(self) -> int:
        """The visits that would be added, as the file has them."""
        return sum(day.totals.get("adult", 0) + day.totals.get("child", 0) for day in self.held)


def read_file(content: bytes, _filename: str, today: date) -> Parsed:
    """Read a file. Raises Refused (field "file") when it cannot be read at all."""
    try:
        sheet = read_days_sheet(content)
    except UnreadableFile as unreadable:
        raise Refused(SENTENCES[unreadable.code], field="file") from unreadable
    return parse(sheet, today)


def look(
    session: DistrictSession,
    activity_id: int,
    parsed: Parsed,
    decisions: Collection[int],
    settings: RodekorsSettings,
) -> Look:
    """What would come of it. In `decisions` LINE means that line counts, -LINE that it does not.

    A line that does not count leaves the day as it is saved.
    """
    resolved = resolve(parsed.days, decisions)
    hours = time.fromisoformat(settings.opens), time.fromisoformat(settings.closes)
    wanted = {day.day: day for day in resolved.lines}
    comparison = compare(session, activity_id, [_batch_day(day, hours) for day in resolved.lines])
    doubts = tuple(
        Doubt(line, one, _decided(line.line, decisions))
        for one in comparison.other
        for line in (wanted[one.wanted.day],)
    )
    return Look(parsed, resolved, comparison, doubts)


def save(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    looked: Look,
    now: datetime,
) -> CountBatch | None:
    """Save what the look promises; None when there is nothing to add.

    Raises Refused, having saved nothing, while a line is wrong or a doubt is undecided.
    """
    if looked.parsed.problems:
        raise Refused(
            N_("%(n)s lines cannot be read. Correct them in the spreadsheet, and send it again."),
            n=len({problem.line for problem in looked.parsed.problems}),
        )
    if looked.undecided:
        raise Refused(N_("Decide about %(n)s days first."), n=looked.undecided)
    changed = {one.difference.wanted.day for one in looked.doubts if one.uses_file}
    return save_batch(session, access, activity, label, looked.to_save, now, replace=changed)


def _decided(line: int, decisions: Collection[int]) -> bool | None:
    if line in decisions:
        return True
    return False if -line in decisions else None


def _batch_day(day: Day, hours: tuple[time, time]) -> BatchDay:
    totals = {_CATEGORY[meaning]: number for meaning, number in day.numbers.items()}
    return BatchDay(
        day.day, to_utc(day.day, hours[0]), to_utc(day.day, hours[1]), totals, day.closed_reason
    )
