"""From rows to days: headings found, sum rows passed over, every problem told by its line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from plugins.rodekors.spreadsheet.cells import (
    BadDate,
    BadNumber,
    as_date,
    as_number,
    as_text,
    heading,
    is_blank,
    weekday_of,
)
from plugins.rodekors.spreadsheet.rows import Cell, Row

_NEEDED = frozenset({"date", "adults", "children"})
_COUNTED = ("adults", "children", "new_adults", "new_children", "volunteers")
_VISITS = ("adults", "children")
_SUMS = ("sum", "total", "totalt", "i alt", "til sammen", "tilsammen")
_CLOSED = ("stengt", "lukket", "avlyst", "ikke åpent", "ikke åpen")
MOST_PER_DAY = 5000


class Code(StrEnum):
    """What can be wrong with a line."""

    NO_HEADER = "no-header"
    IMPOSSIBLE_DATE = "impossible-date"
    UNKNOWN_DATE = "unknown-date"
    YEAR_MISSING = "year-missing"
    WRONG_WEEKDAY = "wrong-weekday"
    FUTURE = "future"
    NEGATIVE = "negative"
    FRACTION = "fraction"
    NOT_A_NUMBER = "not-a-number"
    TOO_MANY = "too-many"
    MISSING_NUMBER = "missing-number"
    MORE_NEW_THAN_VISITS = "more-new-than-visits"
    SUM_DIFFERS = "sum-differs"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line. `text` is the cell as it is written, `column` its heading."""

    line: int
    code: Code
    text: str = ""
    column: str = ""


@dataclass(frozen=True)
class Skipped:
    """A line that is no day: a title, a heading, a sum or nothing."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True)
class Day:
    """A day as it stands in the file. A closed day has its reason, and no numbers."""

    line: int
    day: date
    numbers: Mapping[str, int] = field(default_factory=dict)
    closed_reason: str | None = None


@dataclass(frozen=True)
class Parsed:
    """Everything a file says. `doubts` do not stop it from being saved; `problems` do."""

    days: tuple[Day, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]


class _Reader:
    """Goes through the rows once, with the columns of the latest heading."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.columns: dict[str, int] = {}
        self.names: dict[str, str] = {}
        self.days: list[Day] = []
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.skipped: list[Skipped] = []
        self.block: list[Day] = []

    def read(self, row: Row) -> None:
        """One row."""
        first = next((as_text(cell) for cell in row.cells if not is_blank(cell)), "")
        if not first:
            return
        found = {meaning: n for n, cell in enumerate(row.cells) if (meaning := heading(cell))}
        if found.keys() >= _NEEDED:
            self.columns = found
            self.names = {meaning: as_text(row.cells[n]) for meaning, n in found.items()}
            self.block = []
            self.skipped.append(Skipped(row.line, "heading", first))
        elif first.lower().startswith(_SUMS):
            self._sum(row, first)
        elif not self.columns or self._is_title(row):
            self.skipped.append(Skipped(row.line, "title", first))
        else:
            self._day(row)

    def _is_title(self, row: Row) -> bool:
        """A line of words alone, in the first column, that begins with no digit."""
        written = [n for n, cell in enumerate(row.cells) if not is_blank(cell)]
        first = as_text(row.cells[written[0]])
        return len(written) == 1 and not any(letter.isdigit() for letter in first[:12])

    def _cell(self, row: Row, meaning: str) -> Cell:
        n = self.columns.get(meaning)
        return row.cells[n] if n is not None and n < len(row.cells) else None

    def _sum(self, row: Row, first: str) -> None:
        self.skipped.append(Skipped(row.line, "sum", first))
        unique = {day.day: day for day in self.block}.values()
        for meaning in _VISITS:
            told = self._sum_of(row, meaning)
            if self.block and told is not None:
                counted = sum(day.numbers.get(meaning, 0) for day in unique)
                if told != counted:
                    text = f"{told} ≠ {counted}"
                    self.doubts.append(
                        Problem(row.line, Code.SUM_DIFFERS, text, self.names[meaning])
                    )
        self.block = []

    def _sum_of(self, row: Row, meaning: str) -> int | None:
        try:
            return as_number(self._cell(row, meaning))
        except BadNumber:
            return None

    def _day(self, row: Row) -> None:
        problems = len(self.problems)
        day = self._date(row)
        remark = as_text(self._cell(row, "remark"))
        numbers = self._numbers(row)
        if len(self.problems) > problems or day is None:
            return
        if not numbers and self._says_closed(remark):
            self._add(Day(row.line, day, {}, _closed_reason(remark)))
        elif missing := [one for one in _VISITS if one not in numbers]:
            self._problem(row, Code.MISSING_NUMBER, missing[0])
        elif wrong := _more_new(numbers):
            self._problem(row, Code.MORE_NEW_THAN_VISITS, wrong)
        else:
            self._add(Day(row.line, day, numbers))

    def _says_closed(self, remark: str) -> bool:
        """A remark alone may mean that the numbers were forgotten."""
        named_so = self.names.get("remark", "").lower().startswith("stengt")
        return bool(remark) and (named_so or remark.lower().startswith(_CLOSED))

    def _add(self, day: Day) -> None:
        self.days.append(day)
        self.block.append(day)

    def _date(self, row: Row) -> date | None:
        try:
            day = as_date(self._cell(row, "date"))
        except BadDate as wrong:
            self._problem(row, _DATES[wrong.kind], "date")
            return None
        weekday = weekday_of(self._cell(row, "weekday"))
        if weekday is not None and weekday != day.weekday():
            self._problem(row, Code.WRONG_WEEKDAY, "weekday")
        if day > self.today:
            self._problem(row, Code.FUTURE, "date")
        return day

    def _numbers(self, row: Row) -> dict[str, int]:
        numbers = {}
        for meaning in _COUNTED:
            cell = self._cell(row, meaning)
            if is_blank(cell):
                continue
            try:
                numbers[meaning] = as_number(cell)
            except BadNumber as wrong:
                self._problem(row, _NUMBERS[wrong.kind], meaning)
                continue
            if numbers[meaning] > MOST_PER_DAY:
                self._problem(row, Code.TOO_MANY, meaning)
        return numbers

    def _problem(self, row: Row, code: Code, meaning: str) -> None:
        text = as_text(self._cell(row, meaning))
        self.problems.append(Problem(row.line, code, text, self.names.get(meaning, "")))


_DATES: Mapping[str, Code] = {
    "impossible": Code.IMPOSSIBLE_DATE,
    "unknown": Code.UNKNOWN_DATE,
    "year-missing": Code.YEAR_MISSING,
    "weekday": Code.WRONG_WEEKDAY,
}
_NUMBERS: Mapping[str, Code] = {
    "negative": Code.NEGATIVE,
    "fraction": Code.FRACTION,
    "unknown": Code.NOT_A_NUMBER,
}


def parse(rows: Sequence[Row], today: date) -> Parsed:
    """Read every row. `today` is the local date; a later day is a problem. Never raises."""
    reader = _Reader(today)
    for row in rows:
        reader.read(row)
    if not reader.columns:
        line = rows[0].line if rows else 1
        reader.problems.append(Problem(line, Code.NO_HEADER))
    return Parsed(
        tuple(reader.days), tuple(reader.problems), tuple(reader.doubts), tuple(reader.skipped)
    )


def _closed_reason(remark: str) -> str:
    """ "Stengt – vannlekkasje" is closed because of "vannlekkasje"."""
    if remark.lower().startswith("stengt"):
        return remark[len("stengt") :].strip(" –-:,.") or remark
    return remark


def _more_new(numbers: Mapping[str, int]) -> str | None:
    for new, visits in (("new_adults", "adults"), ("new_children", "children")):
        if numbers.get(new, 0) > numbers.get(visits, 0):
            return new
    return None
