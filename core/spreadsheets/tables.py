"""A table: a line of headings, and below it a line for each thing, read by declared columns."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from core.problems import Refused
from core.spreadsheets.cells import BadDate, BadNumber, Cell, as_date, as_number, as_text, is_blank
from core.spreadsheets.columns import Column, Columns, Headings, Kind, needed_words, read_headings
from core.spreadsheets.problems import DATES, NUMBERS, Code, Problem
from core.spreadsheets.rows import Row, Sheet, read_sheet

_SHOWN_LETTERS = 40
Read = TypeVar("Read")


@dataclass(frozen=True)
class Line:
    """A line by its number in the file, its cells by what they mean.

    A cell that cannot be read is among the `problems`, and a blank one nowhere.
    """

    line: int
    numbers: dict[str, int] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Parsed(Generic[Read]):
    """The lines that can be saved, what is wrong, and what is only told."""

    lines: tuple[Read, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Problem, ...] = ()


def read_line(row: Row, headings: Headings, columns: Columns) -> Line:
    """The cells of a line under these headings. What is wrong is told in the columns' order."""
    found = Line(row.line)
    for meaning, column in columns.items():
        if meaning in headings.at:
            code = _read_cell(cell_of(row, headings, meaning), meaning, column, found)
            if code is not None:
                found.problems.append(problem(row, headings, meaning, code, column.most))
    return found


def problem(
    row: Row, headings: Headings, meaning: str, code: str, most: int | None = None
) -> Problem:
    """A problem with the cell of that meaning, which is told as it is written."""
    written = as_text(cell_of(row, headings, meaning))
    shown = written[:_SHOWN_LETTERS] if code == Code.TOO_LONG else written
    return Problem(row.line, code, shown, headings.names.get(meaning, ""), most)


def cell_of(row: Row, headings: Headings, meaning: str) -> Cell:
    """The cell; None where the line or its headings do not reach."""
    column = headings.at.get(meaning)
    return row.cells[column] if column is not None and column < len(row.cells) else None


def open_sheet(content: bytes, columns: Columns) -> Sheet:
    """The sheet that has such headings. Raises UnreadableFile."""
    return read_sheet(content, lambda cells: read_headings(cells, columns) is not None)


def read_table(
    content: bytes, columns: Columns, make: Callable[[Line], Read | Problem | None]
) -> Parsed[Read]:
    """Every line below the first headings, as `make` has it; blank lines are passed over.

    `make` gets each line, and gives None where its problems are all there is to say. Raises
    UnreadableFile, and Refused (field "file") where no line names the needed columns.
    """
    sheet = open_sheet(content, columns)
    doubts = [Problem(1, Code.SHEET_IGNORED, name) for name in sheet.unread]
    for number, row in enumerate(sheet.rows):
        if headings := read_headings(row.cells, columns):
            doubts += [Problem(row.line, Code.COLUMN_IGNORED, name) for name in headings.unknown]
            twice = [Problem(row.line, Code.HEADING_TWICE, name) for name in headings.twice]
            return _lines(sheet.rows[number + 1 :], headings, columns, make, twice, doubts)
    raise Refused(Code.NO_HEADER, field="file", text=needed_words(columns))


def no_header(sheet: Sheet, columns: Columns) -> Problem:
    """That no line names the needed columns."""
    line = sheet.rows[0].line if sheet.rows else 1
    return Problem(line, Code.NO_HEADER, needed_words(columns))


def _lines(
    rows: tuple[Row, ...],
    headings: Headings,
    columns: Columns,
    make: Callable[[Line], Read | Problem | None],
    problems: list[Problem],
    doubts: list[Problem],
) -> Parsed[Read]:
    lines: list[Read] = []
    for row in rows:
        if all(is_blank(cell) for cell in row.cells):
            continue
        line = read_line(row, headings, columns)
        made = make(line)
        problems += line.problems
        if isinstance(made, Problem):
            problems.append(made)
        elif made is not None and not line.problems:
            lines.append(made)
    return Parsed(tuple(lines), tuple(problems), tuple(doubts))


def _read_cell(cell: Cell, meaning: str, column: Column, found: Line) -> Code | None:
    """Put what the cell says where it belongs, or give what is wrong with it."""
    code: Code | None = None
    try:
        if column.kind is Kind.DAY:
            found.days[meaning] = as_date(cell)
        elif is_blank(cell):
            code = Code.MISSING if column.filled else None
        elif column.kind is Kind.WHOLE:
            found.numbers[meaning] = as_number(cell)
            code = Code.TOO_MANY if _beyond(found.numbers[meaning], column) else None
        else:
            found.texts[meaning] = as_text(cell)
            code = Code.TOO_LONG if _beyond(len(found.texts[meaning]), column) else None
    except BadDate as wrong:
        code = DATES[wrong.kind]
    except BadNumber as wrong:
        code = NUMBERS[wrong.kind]
    return code


def _beyond(n: int, column: Column) -> bool:
    return column.most is not None and n > column.most
