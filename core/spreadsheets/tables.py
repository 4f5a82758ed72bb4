"""A plain table: one line of headings, in any order, and a line for each thing below it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.spreadsheets.cells import Cell, as_text, is_blank
from core.spreadsheets.rows import Cells, Row, read_sheet


@dataclass(frozen=True)
class Line:
    """A line of the table, by its number in the file, with each meaning's cell."""

    line: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """The lines below the headings. `headings` is empty when none were found.

    `headings` goes from a meaning to its heading as it is written; `unknown` are headings that
    mean nothing here.
    """

    lines: tuple[Line, ...]
    headings: Mapping[str, str]
    unknown: tuple[str, ...] = ()


def read_table(
    content: bytes, synonyms: Mapping[str, Collection[str]], needed: Collection[str]
) -> Table:
    """The table of a CSV or Excel file whose headings name at least what is `needed`.

    `synonyms` gives for each meaning what people call it, in small letters with single spaces.
    Blank lines are passed over. Raises UnreadableFile.
    """
    meanings = {word: meaning for meaning, words in synonyms.items() for word in words}
    sheet = read_sheet(content, lambda cells: set(needed) <= _columns(cells, meanings).keys())
    for number, row in enumerate(sheet.rows):
        columns = _columns(row.cells, meanings)
        if set(needed) <= columns.keys():
            return _table(sheet.rows[number + 1 :], row.cells, columns)
    return Table((), {})


def _columns(cells: Cells, meanings: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        meaning = meanings.get(_plain(cell))
        if meaning is not None:
            found.setdefault(meaning, column)
    return found


def _plain(cell: Cell) -> str:
    """A heading whatever its case, underscores and spaces."""
    return " ".join(as_text(cell).lower().replace("_", " ").split()).strip(" .:")


def _table(rows: tuple[Row, ...], headings: Cells, columns: Mapping[str, int]) -> Table:
    lines = tuple(
        Line(row.line, {meaning: _cell(row, column) for meaning, column in columns.items()})
        for row in rows
        if not all(is_blank(cell) for cell in row.cells)
    )
    unknown = [
        as_text(cell)
        for column, cell in enumerate(headings)
        if column not in columns.values() and not is_blank(cell)
    ]
    names = {meaning: as_text(headings[column]) for meaning, column in columns.items()}
    return Table(lines, names, tuple(unknown))


def _cell(row: Row, column: int) -> Cell:
    return row.cells[column] if column < len(row.cells) else None
