"""Spreadsheets as people send them: bytes in, rows and tables out. Pure."""

from core.spreadsheets.answer_looks import AnswerLook, decision, look_at_answers
from core.spreadsheets.answers import (
    Answered,
    AnswerKind,
    AnswerSheet,
    Kinds,
    by_choosing,
    in_own_words,
    on_scale,
    read_answers,
)
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
    "AnswerKind",
    "AnswerLook",
    "AnswerSheet",
    "Answered",
    "BadDate",
    "BadNumber",
    "Cell",
    "Code",
    "Column",
    "Columns",
    "Conflict",
    "Doubt",
    "Headings",
    "Kinds",
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
    "by_choosing",
    "cell_of",
    "day",
    "decision",
    "in_own_words",
    "is_blank",
    "look",
    "look_at_answers",
    "no_header",
    "on_scale",
    "open_sheet",
    "problem",
    "read_answers",
    "read_headings",
    "read_line",
    "read_sheet",
    "read_table",
    "resolve",
    "text",
    "whole",
]
