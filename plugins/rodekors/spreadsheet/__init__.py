"""Reading a spreadsheet as a volunteer keeps it. Pure: bytes in, days and problems out."""

from plugins.rodekors.spreadsheet.days import Code, Day, Parsed, Problem, Skipped, parse
from plugins.rodekors.spreadsheet.duplicates import Conflict, Resolved, Twice, resolve
from plugins.rodekors.spreadsheet.rows import Row, Unreadable, UnreadableFile, read_rows

__all__ = [
    "Code",
    "Conflict",
    "Day",
    "Parsed",
    "Problem",
    "Resolved",
    "Row",
    "Skipped",
    "Twice",
    "Unreadable",
    "UnreadableFile",
    "parse",
    "read_rows",
    "resolve",
]
