"""A Microsoft Forms export: its questions, and a line for each who answered. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.problems import N_, Refused
from core.spreadsheets import (
    Code,
    Column,
    Headings,
    Problem,
    Row,
    as_text,
    day,
    is_blank,
    open_sheet,
    read_headings,
    read_line,
    text,
)
from plugins.tilbakemelding.models import Kind
from plugins.tilbakemelding.standard import SMILEYS

_MARKS = ("id", "start", "end")
_COLUMNS: Mapping[str, Column] = {
    "id": text("id", needed=True),
    "start": text("starttidspunkt", "start time"),
    "end": day("fullføringstidspunkt", "completion time"),
    "email": text("e-postadresse", "e-post", "email"),
    "name": text("navn", "name"),
    "language": text("språk", "language"),
    "changed": text("tidspunkt for siste endring", "last modified time"),
}
"""Of these only `_MARKS` are read: who answered, and in which language, is not ours to keep."""

_SAMPLES, _SHORT = 3, 40


@dataclass(frozen=True)
class Line:
    """Somebody's answers, by column. `key` is made of the answer's id and times."""

    line: int
    key: str
    day: date
    cells: Mapping[int, str]

    def values(self, column: int, kind: Kind) -> list[str]:
        """What was answered there. Several options in a cell stand with semicolons between."""
        cell = self.cells.get(column, "")
        parts = cell.split(";") if kind is Kind.CHOICE else [cell]
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


@dataclass(frozen=True)
class Export:
    """What a file holds. `questions` are its headings by their column, counted from 1."""

    questions: Mapping[int, str]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    def samples(self, column: int) -> tuple[str, ...]:
        """Some of what was answered there."""
        given = (line.cells[column] for line in self.lines if line.cells.get(column))
        return tuple(dict.fromkeys(given))[:_SAMPLES]

    def guess(self, column: int) -> Kind | None:
        """What a question seems to be, to begin with; the person decides."""
        samples = self.samples(column)
        if not samples:
            return None
        if all(one in SMILEYS for one in samples):
            return Kind.SMILEY
        short = max(len(one) for one in samples) <= _SHORT
        return Kind.CHOICE if short and self.questions[column].endswith("?") else Kind.TEXT


def read_export(content: bytes, today: date) -> Export:
    """Read a file. Raises Refused (field "file") where it is no export of answers."""
    rows = open_sheet(content, _COLUMNS).rows
    for at, row in enumerate(rows):
        if headings := read_headings(row.cells, _COLUMNS):
            questions = {
                number: as_text(cell)
                for number, cell in enumerate(row.cells, 1)
                if number - 1 not in headings.at.values() and not is_blank(cell)
            }
            body = [one for one in rows[at + 1 :] if not all(map(is_blank, one.cells))]
            found = [_line(one, headings, questions, today) for one in body]
            lines = tuple(one for one in found if isinstance(one, Line))
            return Export(questions, lines, tuple(x for x in found if isinstance(x, Problem)))
    raise Refused(
        N_("No line with headings is found. Export the answers to Excel from Microsoft Forms."),
        field="file",
    )


def _line(
    row: Row, headings: Headings, questions: Mapping[int, str], today: date
) -> Line | Problem:
    read = read_line(row, headings, _COLUMNS)
    if read.problems:
        return read.problems[0]
    if read.days["end"] > today:
        return Problem(row.line, Code.FUTURE, f"{read.days['end']:%d.%m.%Y}")
    marks = [as_text(row.cells[headings.at[one]]) for one in _MARKS if one in headings.at]
    key = hashlib.sha256("|".join(marks).encode()).hexdigest()[:32]
    cells = {at: as_text(row.cells[at - 1]) for at in questions if at <= len(row.cells)}
    return Line(row.line, key, read.days["end"], cells)
