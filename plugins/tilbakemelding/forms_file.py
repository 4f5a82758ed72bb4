"""A Microsoft Forms export: its questions, and a line for each who answered. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.problems import N_, Refused
from core.spreadsheets import (
    SENTENCES,
    BadDate,
    Cell,
    Row,
    UnreadableFile,
    as_date,
    as_text,
    is_blank,
    read_sheet,
)
from plugins.tilbakemelding.free_text import problem_with
from plugins.tilbakemelding.models import Kind
from plugins.tilbakemelding.standard import SMILEYS

_ID = frozenset({"id"})
_START = frozenset({"starttidspunkt", "start time"})
_END = frozenset({"fullføringstidspunkt", "completion time"})
_NEVER_READ = frozenset(
    {
        "e-postadresse",
        "e-post",
        "email",
        "navn",
        "name",
        "språk",
        "language",
        "tidspunkt for siste endring",
        "last modified time",
    }
)
"""Who answered, and in which language: not ours to keep."""

LONGEST_OPTION = 100
_SAMPLES = 3
_SHORT = 40


@dataclass(frozen=True)
class Column:
    """A question of the form. `number` is the column's, counted from 1 as spreadsheets do."""

    number: int
    heading: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """Somebody's answers, by column. `key` is made of the answer's id and times."""

    line: int
    key: str
    day: date
    cells: Mapping[int, Cell]


@dataclass(frozen=True)
class Trouble:
    """Why a line cannot be saved: a message id with its values."""

    line: int
    message: str
    text: str = ""


@dataclass(frozen=True)
class Export:
    """What a file holds."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True)
class Reading:
    """A line as it was decided to be read: values and texts by column."""

    line: Line
    values: Mapping[int, tuple[str, ...]]
    texts: Mapping[int, str]


def read_export(content: bytes, today: date) -> Export:
    """Read a file. Raises Refused (field "file") where it is no export of answers."""
    try:
        rows = read_sheet(content, _is_header).rows
    except UnreadableFile as unreadable:
        raise Refused(SENTENCES[unreadable.code], field="file") from unreadable
    at = next((number for number, row in enumerate(rows) if _is_header(row.cells)), None)
    if at is None:
        raise Refused(
            N_("No line with headings is found. Export the answers to Excel from Microsoft Forms."),
            field="file",
        )
    names = [_plain(cell) for cell in rows[at].cells]
    body = [row for row in rows[at + 1 :] if not all(is_blank(cell) for cell in row.cells)]
    known = _ID | _START | _END | _NEVER_READ
    wanted = [number for number, name in enumerate(names) if name and name not in known]
    columns = tuple(
        Column(number + 1, as_text(rows[at].cells[number]), _samples(body, number))
        for number in wanted
    )
    found = [_line(row, names, wanted, today) for row in body]
    lines = tuple(one for one in found if isinstance(one, Line))
    return Export(columns, lines, tuple(one for one in found if isinstance(one, Trouble)))


def read_lines(export: Export, kinds: Mapping[int, Kind]) -> tuple[list[Reading], list[Trouble]]:
    """The lines with each column read as what it was said to be; columns without are left out."""
    readings, troubles = [], []
    for line in export.lines:
        values: dict[int, tuple[str, ...]] = {}
        texts: dict[int, str] = {}
        for column, kind in kinds.items():
            text = as_text(line.cells.get(column))
            if not text:
                continue
            if trouble := _trouble(line.line, kind, text):
                troubles.append(trouble)
            elif kind is Kind.TEXT:
                texts[column] = text
            else:
                values[column] = tuple(_parts(text)) if kind is Kind.CHOICE else (text,)
        readings.append(Reading(line, values, texts))
    return readings, troubles


def guess(column: Column) -> Kind | None:
    """What a column seems to be, to begin with; the person decides."""
    if not column.samples:
        return None
    if all(one in SMILEYS for one in column.samples):
        return Kind.SMILEY
    longest = max(len(one) for one in column.samples)
    return Kind.CHOICE if longest <= _SHORT and column.heading.endswith("?") else Kind.TEXT


def _trouble(line: int, kind: Kind, text: str) -> Trouble | None:
    if kind is Kind.SMILEY and text not in SMILEYS:
        return Trouble(line, N_("“%(text)s” is not a number of smileys from 1 to 5."), text[:40])
    if kind is Kind.CHOICE and any(len(one) > LONGEST_OPTION for one in _parts(text)):
        return Trouble(line, N_("“%(text)s …” is too long for an option."), text[:40])
    if problem := problem_with(text):
        return Trouble(line, problem)
    return None


def _parts(text: str) -> list[str]:
    """Several options in one cell stand with semicolons between."""
    return [part for part in dict.fromkeys(one.strip() for one in text.split(";")) if part]


def _line(row: Row, names: list[str], wanted: list[int], today: date) -> Line | Trouble:
    marks = [
        as_text(row.cells[number])
        for number, name in enumerate(names)
        if name in _ID | _START | _END and number < len(row.cells)
    ]
    ends = [number for number, name in enumerate(names) if name in _END] or [
        number for number, name in enumerate(names) if name in _START
    ]
    try:
        day = as_date(row.cells[ends[0]])
    except (BadDate, IndexError):
        return Trouble(row.line, N_("The time of the answer cannot be read."))
    if day > today:
        return Trouble(row.line, N_("The time of the answer has not come yet."))
    cells = {number + 1: row.cells[number] for number in wanted if number < len(row.cells)}
    key = hashlib.sha256("|".join(marks).encode()).hexdigest()[:32]
    return Line(row.line, key, day, cells)


def _is_header(cells: tuple[Cell, ...]) -> bool:
    names = {_plain(cell) for cell in cells}
    return bool(names & _ID) and bool(names & (_START | _END))


def _samples(body: list[Row], number: int) -> tuple[str, ...]:
    texts = (as_text(row.cells[number]) for row in body if number < len(row.cells))
    return tuple(dict.fromkeys(text for text in texts if text))[:_SAMPLES]


def _plain(cell: Cell) -> str:
    return as_text(cell).lower().strip(" .:")
