"""Reading a spreadsheet as a volunteer keeps it. Pure: bytes in, days and problems out."""

from collections.abc import Collection, Sequence
from datetime import date

from core.spreadsheets import Resolved, Sheet, read_sheet
from core.spreadsheets import resolve as resolve_lines
from plugins.rodekors.spreadsheet.days import Code, Day, Parsed, Problem, Skipped, parse
from plugins.rodekors.spreadsheet.headings import read_headings

__all__ = [
    "Code",
    "Day",
    "Parsed",
    "Problem",
    "Skipped",
    "parse",
    "read_days_sheet",
    "resolve",
]


def read_days_sheet(content: bytes) -> Sheet:
    """The sheet that has days in it. Raises UnreadableFile."""
    return read_sheet(content, lambda cells: read_headings(cells) is not None)


def resolve(days: Sequence[Day], keep: Collection[int]) -> Resolved[date, Day]:
    """One day a date; `keep` holds the line numbers somebody chose."""
    return resolve_lines(
        days, keep, lambda day: day.day, lambda day: (dict(day.numbers), day.closed_reason)
    )
