"""Spreadsheets as people send them: bytes in, rows and tables out. Pure."""

from core.spreadsheets.cells import (
    BadDate,
    BadNumber,
    Cell,
    as_date,
    as_number,
    as_text,
    is_blank,
)
from core.spreadsheets.columns import Column, Columns, Headings, day, read_headings, text, whole
from core.spreadsheets.duplicates import Conflict, Numbered, Resolved, Twice, resolve
from core.spreadsheets.looks import Doubt, Known, Look, look
from core.spreadsheets.problems import Code, Problem
from core.spreadsheets.rows import Row, Sheet, read_sheet
from core.spreadsheets.tables import (
    Line,
    Parsed,
    cell_of,
    no_header,
    open_sheet,
    problem,
    read_line,
    read_table,
)
from core.spreadsheets.unreadable import SENTENCES, Unreadable, UnreadableFile

__all__ = [
    "SENTENCES",
    "BadDate",
    "BadNumber",
    "Cell",
    "Code",
    "Column",
    "Columns",
    "Conflict",
    "Doubt",
    "Headings",
    "Known",
    "Line",
    "Look",
    "Numbered",
    "Parsed",
    "Problem",
    "Resolved",
    "Row",
    "Sheet",
    "Twice",
    "Unreadable",
    "UnreadableFile",
    "as_date",
    "as_number",
    "as_text",
    "cell_of",
    "day",
    "is_blank",
    "look",
    "no_header",
    "open_sheet",
    "problem",
    "read_headings",
    "read_line",
    "read_sheet",
    "read_table",
    "resolve",
    "text",
    "whole",
]
