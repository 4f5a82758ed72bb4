"""Opening an Excel file with care: a few kilobytes may claim a sheet no machine can hold."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from core.spreadsheets.cells import Cell
from core.spreadsheets.unreadable import Unreadable, UnreadableFile

_MOST_UNPACKED = 50 * 1024 * 1024
_MOST_CELLS = 2_000_000
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_WORKBOOK = "xl/workbook.xml"
_OTHER_KINDS = frozenset({"xl/workbook.bin", "content.xml"})
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
_UNREADABLE = (*_BROKEN, CalamineError, OSError, RuntimeError, ValueError, LookupError)


def sheets(content: bytes) -> Iterator[tuple[str, list[tuple[Cell, ...]]]]:
    """Each sheet's name and lines, from the first line on. Raises UnreadableFile."""
    try:
        _check(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [tuple(_cell(cell) for cell in line) for line in lines]
    except _UNREADABLE as error:
        raise UnreadableFile(Unreadable.WRONG_KIND) from error


def _check(content: bytes) -> None:
    """Refuse what would fill the memory: the reader allocates every cell up to the last one."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        names = {part.filename for part in parts}
        packings = {part.compress_type for part in parts}
        if _WORKBOOK not in names or names & _OTHER_KINDS or not packings <= _PACKINGS:
            raise UnreadableFile(Unreadable.WRONG_KIND)
        if sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        # Reading to the end also tells a part that is larger than it says
        if sum(_claimed(packed.read(part)) for part in parts) > _MOST_CELLS:
            raise UnreadableFile(Unreadable.TOO_LARGE)


def _claimed(part: bytes) -> int:
    """How many cells a sheet spans; 0 for any other part."""
    if b"sheetData" not in part:
        return 0
    widest = lowest = 1
    for match in _PLACE.finditer(part):
        widest = max(widest, _column(match[1]))
        lowest = max(lowest, int(match[2][:9]))
    return widest * lowest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:9]:
        number = number * 26 + letter - 64
    return number


def _cell(cell: object) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date | str):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    return None if cell is None else str(cell)
