"""From a file's bytes to rows of cells, each with the line number a person sees."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from python_calamine import CalamineError, CalamineWorkbook

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 20_000
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
Cell = str | float | date | None


class Unreadable(StrEnum):
    """Why a file cannot be read at all."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    WRONG_KIND = "wrong-kind"
    PROTECTED = "protected"


class UnreadableFile(Exception):
    """The file cannot be read; `code` says why."""

    def __init__(self, code: Unreadable) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True)
class Row:
    """A line of the file, counted from 1 as spreadsheets do."""

    line: int
    cells: tuple[Cell, ...]


def read_rows(content: bytes) -> list[Row]:
    """Rows of a CSV file (comma, semicolon or tab; UTF-8 or cp1252) or of an Excel file.

    What the file is, is told by its bytes, not by its name. Raises UnreadableFile, nothing else.
    """
    if not content.strip():
        raise UnreadableFile(Unreadable.EMPTY)
    if len(content) > LARGEST:
        raise UnreadableFile(Unreadable.TOO_LARGE)
    if content.startswith(_OLD_EXCEL):
        raise UnreadableFile(Unreadable.PROTECTED)  # encrypted, or from before 2007
    rows = list(_excel(content) if content.startswith(_ZIP) else _csv(content))
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(Unreadable.TOO_LARGE)
    return rows


def _excel(content: bytes) -> Iterator[Row]:
    """Every sheet in turn; line numbers are those of its own sheet."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(Unreadable.WRONG_KIND) from error
    for sheet in sheets:
        for line, cells in enumerate(sheet, 1):
            yield Row(line, tuple(_cell(cell) for cell in cells))


def _cell(cell: object) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date | str):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    return None if cell is None else str(cell)


def _csv(content: bytes) -> Iterator[Row]:
    if b"\x00" in content:
        raise UnreadableFile(Unreadable.WRONG_KIND)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for cells in reader:
            # A quoted cell may hold line breaks: the reader knows the line it stopped at.
            yield Row(reader.line_num, tuple(cells))
    except csv.Error as error:
        raise UnreadableFile(Unreadable.WRONG_KIND) from error


def _delimiter(text: str) -> str:
    """The separator most lines have; a decimal comma does not fool it, as it is rarer."""
    lines = text.splitlines()[:200]
    return max(";\t,", key=lambda mark: sum(mark in line for line in lines))
