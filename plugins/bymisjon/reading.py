"""A spreadsheet with a week on each line, as the leisure contact keeps it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.calendar.weeks import Week
from core.spreadsheets import BadNumber, Cell, Line, as_number, as_text, is_blank, read_table
from core.tallies.service import MOST

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "year": ("år", "aar", "year"),
    "week": ("uke", "ukenr", "ukenummer", "week"),
    "contacts": ("kontakter", "personer", "personer nådd", "contacts"),
    "flyers": ("utdelt flyers", "flyers", "utdelte flyers", "flyere", "utdelt flyere"),
    "note": ("merknad", "merknader", "notat", "note"),
}
_NEEDED = ("year", "week", "contacts")
_STAND = "familiedag"


class Code(StrEnum):
    """What can be wrong with a line."""

    NO_HEADER = "no-header"
    COLUMN_IGNORED = "column-ignored"
    MISSING = "missing"
    NEGATIVE = "negative"
    FRACTION = "fraction"
    NOT_A_NUMBER = "not-a-number"
    NO_SUCH_WEEK = "no-such-week"
    FUTURE = "future"
    TOO_MANY = "too-many"
    NOTE_TOO_LONG = "note-too-long"


_BAD: Mapping[str, Code] = {
    "negative": Code.NEGATIVE,
    "fraction": Code.FRACTION,
    "unknown": Code.NOT_A_NUMBER,
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, by line number; `text` is what stands there, under `column`."""

    line: int
    code: Code
    text: str = ""
    column: str = ""


@dataclass(frozen=True)
class WeekLine:
    """A line that can be saved. `flyers` is None where the file has no such column."""

    line: int
    week: Week
    contacts: int
    flyers: int | None
    note: str | None

    @property
    def stand(self) -> bool:
        """Whether the note says that there was a family day."""
        return _STAND in (self.note or "").casefold()


@dataclass(frozen=True)
class Parsed:
    """The lines that can be saved, what is wrong, and what is only told."""

    lines: tuple[WeekLine, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Problem, ...] = ()


def parse(content: bytes, today: date) -> Parsed:
    """Every line of the file. A week is in the future until its Monday. Raises UnreadableFile."""
    table = read_table(content, SYNONYMS, _NEEDED)
    if not table.headings:
        return Parsed((), (Problem(1, Code.NO_HEADER),))
    lines: list[WeekLine] = []
    problems: list[Problem] = []
    for line in table.lines:
        found = _line(line, table.headings, today)
        if isinstance(found, WeekLine):
            lines.append(found)
        else:
            problems.extend(found)
    ignored = tuple(Problem(1, Code.COLUMN_IGNORED, name) for name in table.unknown)
    return Parsed(tuple(lines), tuple(problems), ignored)


def _line(line: Line, headings: Mapping[str, str], today: date) -> WeekLine | list[Problem]:
    numbers: dict[str, int] = {}
    problems: list[Problem] = []
    for meaning in ("year", "week", "contacts", "flyers"):
        if meaning not in headings:
            continue
        found = _number(line, meaning, headings[meaning])
        if isinstance(found, Problem):
            problems.append(found)
        else:
            numbers[meaning] = found
    note = as_text(line.cells.get("note")) or None
    if note and len(note) > 300:
        problems.append(Problem(line.line, Code.NOTE_TOO_LONG, note[:40]))
    week = _week(numbers)
    if isinstance(week, Week) and week > Week.of(today):
        problems.append(Problem(line.line, Code.FUTURE, f"{week.number}/{week.year}"))
    elif week is None:
        text = f"{numbers['week']}/{numbers['year']}"
        problems.append(Problem(line.line, Code.NO_SUCH_WEEK, text))
    if problems or not isinstance(week, Week):
        return problems
    return WeekLine(line.line, week, numbers["contacts"], numbers.get("flyers"), note)


def _week(numbers: Mapping[str, int]) -> Week | bool | None:
    """The week; None for one that does not exist, False where the numbers are not there."""
    if not {"year", "week"} <= numbers.keys():
        return False
    try:
        return Week(numbers["year"], numbers["week"])
    except ValueError:
        return None


def _number(line: Line, meaning: str, heading: str) -> int | Problem:
    cell: Cell = line.cells.get(meaning)
    text = as_text(cell)
    if is_blank(cell):
        return Problem(line.line, Code.MISSING, text, heading)
    try:
        number = as_number(cell)
    except BadNumber as wrong:
        return Problem(line.line, _BAD[wrong.kind], text, heading)
    return number if number <= MOST else Problem(line.line, Code.TOO_MANY, text, heading)
