"""Reading a spreadsheet as a volunteer keeps it. Pure: bytes in, days and problems out."""

from plugins.rodekors.spreadsheet.days import Code, Day, Parsed, Problem, Skipped, parse
from plugins.rodekors.spreadsheet.duplicates import Conflict, Resolved, Twice, resolve
from plugins.rodekors.spreadsheet.rows import Row, Sheet, read_sheet
from plugins.rodekors.spreadsheet.unreadable import Unreadable, UnreadableFile

__all__ = [
    "Code",
    "Conflict",
    "Day",
    "Parsed",
    "Problem",
    "Resolved",
    "Row",
    "Sheet",
    "Skipped",
    "Twice",
    "Unreadable",
    "UnreadableFile",
    "parse",
    "read_sheet",
    "resolve",
]
