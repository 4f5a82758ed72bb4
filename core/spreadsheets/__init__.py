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
from core.spreadsheets.duplicates import Conflict, Resolved, Twice, resolve
from core.spreadsheets.rows import Row, Sheet, read_sheet
from core.spreadsheets.tables import Line, Table, read_table
from core.spreadsheets.unreadable import SENTENCES, Unreadable, UnreadableFile

__all__ = [
    "SENTENCES",
    "BadDate",
    "BadNumber",
    "Cell",
    "Conflict",
    "Line",
    "Resolved",
    "Row",
    "Sheet",
    "Table",
    "Twice",
    "Unreadable",
    "UnreadableFile",
    "as_date",
    "as_number",
    "as_text",
    "is_blank",
    "read_sheet",
    "read_table",
    "resolve",
]
