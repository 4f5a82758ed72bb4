"""From a file's bytes to rows of cells, each with the line number a person sees."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from core.spreadsheets.cells import Cell
from core.spreadsheets.excel import sheets
from core.spreadsheets.unreadable import Unreadable, UnreadableFile

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 20_000
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class Row:
    """A line of the file, counted from 1 as spreadsheets do."""

    line: int
    cells: Cells


@dataclass(frozen=True)
class Sheet:
    """The rows that are read, and the names of sheets that have such headings and are not."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()


def read_sheet(content: bytes, is_headings: Callable[[Cells], bool]) -> Sheet:
    """Rows of a CSV file (comma, semicolon or tab; UTF-8 or cp1252) or of an Excel file.

    What the file is, is told by its bytes, not by its name. Of an Excel file the first sheet
    with a line that `is_headings` is read, so that a line number means one line. Raises
    UnreadableFile, nothing else.
    """
    if not content.strip():
        raise UnreadableFile(Unreadable.EMPTY)
    if len(content) > LARGEST:
        raise UnreadableFile(Unreadable.TOO_LARGE)
    if content.startswith(_OLD_EXCEL):
        raise UnreadableFile(Unreadable.PROTECTED)  # encrypted, or from before 2007
    sheet = _excel(content, is_headings) if content.startswith(_ZIP) else Sheet(_csv(content))
    if len(sheet.rows) > MOST_ROWS:
        raise UnreadableFile(Unreadable.TOO_LARGE)
    return sheet


def _excel(content: bytes, is_headings: Callable[[Cells], bool]) -> Sheet:
    read: Sheet | None = None
    unread: list[str] = []
    first: tuple[Row, ...] = ()
    for name, lines in sheets(content):
        rows = tuple(Row(line, cells) for line, cells in enumerate(lines, 1))
        first = first or rows
        if not any(is_headings(row.cells) for row in rows):
            continue
        if read is None:
            read = Sheet(rows)
        else:
            unread.append(name)
    return Sheet(read.rows, tuple(unread)) if read else Sheet(first)


def _csv(content: bytes) -> tuple[Row, ...]:
    if b"\x00" in content:
        raise UnreadableFile(Unreadable.WRONG_KIND)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    try:
        return _lines(text, quoted=True)
    except csv.Error:
        # A quotation mark without an end would take every following line into its cell:
        # then the marks are letters like any other
        return _unquoted_lines(text)


def _unquoted_lines(text: str) -> tuple[Row, ...]:
    try:
        return _lines(text, quoted=False)
    except csv.Error as error:
        raise UnreadableFile(Unreadable.WRONG_KIND) from error


def _lines(text: str, *, quoted: bool) -> tuple[Row, ...]:
    """Every line. Raises csv.Error."""
    source = io.StringIO(text, newline="")
    mark = '"' if quoted else None
    reader = csv.reader(source, delimiter=_delimiter(text), quotechar=mark, strict=True)
    # A quoted cell may hold line breaks: the reader knows the line it stopped at.
    return tuple(Row(reader.line_num, tuple(cells)) for cells in reader)


def _delimiter(text: str) -> str:
    """The separator most lines have; a decimal comma does not fool it, as it is rarer."""
    lines = text.splitlines()[:200]
    return max(";\t,", key=lambda mark: sum(mark in line for line in lines))
