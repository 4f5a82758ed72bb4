"""Reading a spreadsheet as a volunteer keeps it. Pure: bytes in, days and problems out."""

from core.spreadsheets import Sheet, read_sheet
from plugins.rodekors.spreadsheet.days import Code, Day, Parsed, Problem, Skipped, parse
from plugins.rodekors.spreadsheet.duplicates import Conflict, Resolved, Twice, resolve
from plugins.rodekors.spreadsheet.headings import read_headings

__all__ = [
    "Code",
    "Conflict",
    "Day",
    "Parsed",
    "Problem",
    "Resolved",
    "Skipped",
    "Twice",
    "parse",
    "read_days_sheet",
    "resolve",
]


def read_days_sheet(content: bytes) -> Sheet:
    """The sheet that has days in it. Raises UnreadableFile."""
    return read_sheet(content, lambda cells: read_headings(cells) is not None)
