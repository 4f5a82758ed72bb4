"""From rows to days: headings found, sum rows passed over, every problem told by its line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.spreadsheets.cells import (
    BadDate,
    BadNumber,
    Cell,
    as_date,
    as_number,
    as_text,
    is_blank,
    is_words,
    weekday_of,
)
from core.spreadsheets.rows import Row, Sheet
from plugins.rodekors.spreadsheet.headings import Headings, read_headings

_COUNTED = ("adults", "children", "new_adults", "new_children", "volunteers")
_VISITS = ("adults", "children")
_SUMS = ("sum", "total", "totalt", "i alt", "til sammen", "tilsammen")
_CLOSED = ("stengt", "lukket", "avlyst", "ikke åpent", "ikke åpen")
_REASON = re.compile(r"(?:stengt|lukket)\b[\s:,.–-]*(.+)", re.IGNORECASE)
MOST_PER_DAY = 5000


class Code(StrEnum):
    """What can be wrong with a line."""

    NO_HEADER = "no-header"
    HEADING_TWICE = "heading-twice"
    COLUMN_IGNORED = "column-ignored"
    SHEET_IGNORED = "sheet-ignored"
    MISSING_DATE = "missing-date"
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
    """A line that is no day: a "title", a "heading", a "sum", or a day to "come"."""

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
        self.headings = Headings({}, {}, (), ())
        self.days: list[Day] = []
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.skipped: list[Skipped] = []
        self.block: list[Day] = []

    def read(self, row: Row) -> None:
        """One row."""
        written = [cell for cell in row.cells if not is_blank(cell)]
        if not written:
            return
        first = as_text(written[0])
        if headings := read_headings(row.cells):
            self._heading(row, headings)
            self._skip(row, "heading", first)
        elif first.lower().startswith(_SUMS):
            self._sum(row)
            self._skip(row, "sum", first)
        elif not self.headings.columns or (len(written) == 1 and is_words(written[0])):
            self._skip(row, "title", first)
        else:
            self._day(row)

    def _heading(self, row: Row, headings: Headings) -> None:
        self.headings = headings
        self.block = []
        for text in headings.twice:
            self.problems.append(Problem(row.line, Code.HEADING_TWICE, text))
        told = {doubt.text for doubt in self.doubts if doubt.code == Code.COLUMN_IGNORED}
        for text in headings.unknown:
            if text not in told:
                self.doubts.append(Problem(row.line, Code.COLUMN_IGNORED, text))

    def _cell(self, row: Row, meaning: str) -> Cell:
        column = self.headings.columns.get(meaning)
        return row.cells[column] if column is not None and column < len(row.cells) else None

    def _sum(self, row: Row) -> None:
        """A sum is of its block or of all so far, with a day entered twice counted once or not.

        It cannot be held against its lines while one of them is not understood.
        """
        near = self.block or self.days
        self.block = []
        if self.problems or not near:
            return
        for meaning in _VISITS:
            told = self._sum_of(row, meaning)
            sums = [_total(days, meaning) for days in (_once(near), near, _once(self.days))]
            if told is not None and told not in (*sums, _total(self.days, meaning)):
                text = f"{told} ≠ {sums[0]}"
                name = self.headings.names[meaning]
                self.doubts.append(Problem(row.line, Code.SUM_DIFFERS, text, name))

    def _sum_of(self, row: Row, meaning: str) -> int | None:
        try:
            return as_number(self._cell(row, meaning))
        except BadNumber:
            return None

    def _day(self, row: Row) -> None:
        problems = len(self.problems)
        day = self._date(row)
        numbers = self._numbers(row)
        remark = as_text(self._cell(row, "remark"))
        if day is not None and day > self.today:
            if len(self.problems) == problems and not numbers and not remark:
                self._skip(row, "come", as_text(self._cell(row, "date")))
                return
            self._problem(row, Code.FUTURE, "date")
        if len(self.problems) > problems or day is None:
            return
        if self._was_closed(numbers, remark):
            self._add(Day(row.line, day, {}, _closed_reason(remark)))
        elif missing := [one for one in _VISITS if one not in numbers]:
            self._problem(row, Code.MISSING_NUMBER, missing[0])
        elif wrong := _more_new(numbers):
            self._problem(row, Code.MORE_NEW_THAN_VISITS, wrong)
        else:
            self._add(Day(row.line, day, numbers))

    def _was_closed(self, numbers: Mapping[str, int], remark: str) -> bool:
        """A remark alone may mean that the numbers were forgotten; zeros may be filled in."""
        if remark.lower().startswith(_CLOSED):
            return not any(numbers.values())
        named_so = self.headings.names.get("remark", "").lower().startswith("stengt")
        return named_so and bool(remark) and not numbers

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
        name = self.headings.names.get(meaning, "")
        self.problems.append(Problem(row.line, code, text, name))

    def _skip(self, row: Row, kind: str, text: str) -> None:
        self.skipped.append(Skipped(row.line, kind, text))


_DATES: Mapping[str, Code] = {
    "missing": Code.MISSING_DATE,
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


def parse(sheet: Sheet, today: date) -> Parsed:
    """Read every row. `today` is the local date; a later day is a problem. Never raises."""
    reader = _Reader(today)
    for name in sheet.unread:
        reader.doubts.append(Problem(1, Code.SHEET_IGNORED, name))
    for row in sheet.rows:
        reader.read(row)
    if not reader.headings.columns:
        line = sheet.rows[0].line if sheet.rows else 1
        reader.problems.append(Problem(line, Code.NO_HEADER))
    return Parsed(
        tuple(reader.days), tuple(reader.problems), tuple(reader.doubts), tuple(reader.skipped)
    )


def _once(days: Sequence[Day]) -> list[Day]:
    return list({day.day: day for day in days}.values())


def _total(days: Sequence[Day], meaning: str) -> int:
    return sum(day.numbers.get(meaning, 0) for day in days)


def _closed_reason(remark: str) -> str:
    """ "Stengt – vannlekkasje" is closed because of "vannlekkasje"."""
    reason = _REASON.fullmatch(remark)
    return reason[1] if reason else remark


def _more_new(numbers: Mapping[str, int]) -> str | None:
    for new, visits in (("new_adults", "adults"), ("new_children", "children")):
        if numbers.get(new, 0) > numbers.get(visits, 0):
            return new
    return None
