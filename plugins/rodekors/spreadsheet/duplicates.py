"""One day on two lines: the same numbers count once, other numbers are decided by a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from plugins.rodekors.spreadsheet.days import Day


@dataclass(frozen=True)
class Twice:
    """A day on several lines with the same numbers. It counts once."""

    day: date
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Conflict:
    """A day on several lines with other numbers; somebody must say which line to keep."""

    day: date
    choices: tuple[Day, ...]


@dataclass(frozen=True)
class Resolved:
    """The days to save, those named twice, and those left to decide."""

    days: tuple[Day, ...]
    twice: tuple[Twice, ...]
    conflicts: tuple[Conflict, ...]


def resolve(days: Sequence[Day], keep: Collection[int]) -> Resolved:
    """One day a date; `keep` holds the line numbers somebody chose."""
    by_date: dict[date, list[Day]] = {}
    for day in days:
        by_date.setdefault(day.day, []).append(day)
    chosen: list[Day] = []
    twice: list[Twice] = []
    conflicts: list[Conflict] = []
    for when, lines in by_date.items():
        kept = [one for one in lines if one.line in keep]
        alike = all(_content(one) == _content(lines[0]) for one in lines)
        if alike and len(lines) > 1:
            twice.append(Twice(when, tuple(one.line for one in lines)))
        if alike or len(kept) == 1:
            chosen.append(kept[0] if kept else lines[0])
        else:
            conflicts.append(Conflict(when, tuple(lines)))
    return Resolved(tuple(chosen), tuple(twice), tuple(conflicts))


def _content(day: Day) -> tuple[object, ...]:
    return (dict(day.numbers), day.closed_reason)
