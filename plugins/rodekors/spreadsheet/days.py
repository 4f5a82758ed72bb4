"""From rows to days: headings found, sum rows passed over, every problem told by its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core import spreadsheets as sheets
from core.problems import N_
from core.spreadsheets import Code, Column, Headings, Line, Problem, Row, Sheet, as_text, is_blank
from core.spreadsheets.cells import is_words, weekday_of

MORE_NEW_THAN_VISITS = N_("%(column)s: there are more newcomers (%(text)s) than visits.")
MISSING_NUMBER = N_("%(column)s has no number. Write 0 if nobody came, or why it was closed.")
SUM_DIFFERS = N_("%(column)s: the sum in the file is not the sum of its lines (%(text)s).")
MOST_PER_DAY = 5000
COLUMNS: Mapping[str, Column] = {
    # Beside "Dato", "Dag" is the name of the day; alone it is the date
    "date": sheets.day("dato", "åpningsdag", "dag"),
    "weekday": sheets.text("ukedag", "dagnavn", "dag"),
    "adults": sheets.whole(
        "voksne", "voksen", "antall voksne", "ant voksne", most=MOST_PER_DAY, needed=True
    ),
    "children": sheets.whole(
        "barn", "antall barn", "ant barn", "barn og unge", most=MOST_PER_DAY, needed=True
    ),
    "new_adults": sheets.whole(
        "nye voksne", "nye v", "nye foreldre", "førstegangs voksne", most=MOST_PER_DAY
    ),
    "new_children": sheets.whole("nye barn", "nye b", "førstegangs barn", most=MOST_PER_DAY),
    "volunteers": sheets.whole(
        "frivillige", "vakter", "på vakt", "antall frivillige", most=MOST_PER_DAY
    ),
    "remark": sheets.text("merknad", "merknader", "kommentar", "kommentarer", "stengt"),
}
_VISITS = ("adults", "children")
_SUMS = ("sum", "total", "totalt", "i alt", "til sammen", "tilsammen")
_CLOSED = ("stengt", "lukket", "avlyst", "ikke åpent", "ikke åpen")
_REASON = re.compile(r"(?:stengt|lukket)\b[\s:,.–-]*(.+)", re.IGNORECASE)


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

    @property
    def content(self) -> object:
        """What two lines of one day must have alike."""
        return dict(self.numbers), self.closed_reason

    @property
    def visits(self) -> int:
        """Adults and children."""
        return sum(self.numbers.get(meaning, 0) for meaning in _VISITS)


@dataclass(frozen=True)
class Parsed(sheets.Parsed[Day]):
    """Everything a file says, and what was passed over."""

    skipped: tuple[Skipped, ...] = ()


class _Reader:
    """Goes through the rows once, with the columns of the latest heading."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.headings = Headings({}, {})
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
        if headings := sheets.read_headings(row.cells, COLUMNS):
            self._heading(row, headings)
            self._skip(row, "heading", first)
        elif first.lower().startswith(_SUMS):
            self._sum(row)
            self._skip(row, "sum", first)
        elif not self.headings.at or (len(written) == 1 and is_words(written[0])):
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

    def _sum(self, row: Row) -> None:
        """A sum is of its block or of all so far, with a day entered twice counted once or not.

        It cannot be held against its lines while one of them is not understood.
        """
        near = self.block or self.days
        self.block = []
        if self.problems or not near:
            return
        written = sheets.read_line(row, self.headings, COLUMNS).numbers
        for meaning in _VISITS:
            told = written.get(meaning)
            sums = [_total(days, meaning) for days in (_once(near), near, _once(self.days))]
            if told is not None and told not in (*sums, _total(self.days, meaning)):
                text = f"{told} ≠ {sums[0]}"
                name = self.headings.names[meaning]
                self.doubts.append(Problem(row.line, SUM_DIFFERS, text, name))

    def _day(self, row: Row) -> None:
        line = sheets.read_line(row, self.headings, COLUMNS)
        day, numbers, remark = line.days.get("date"), line.numbers, line.texts.get("remark", "")
        wrong = [*line.problems, *self._weekday(row, line)]
        if day is not None and day > self.today:
            if not (wrong or numbers or remark):
                self._skip(row, "come", as_text(sheets.cell_of(row, self.headings, "date")))
                return
            wrong.append(self._problem(row, Code.FUTURE, "date"))
        closed = self._was_closed(numbers, remark)
        if not wrong and not closed:
            wrong += self._numbers(row, numbers)
        self.problems += wrong
        if day is not None and not wrong:
            reason = _closed_reason(remark) if closed else None
            self._add(Day(row.line, day, {} if closed else numbers, reason))

    def _weekday(self, row: Row, line: Line) -> Iterator[Problem]:
        """That the name of the day is another day's."""
        day, weekday = line.days.get("date"), weekday_of(line.texts.get("weekday"))
        if day is not None and weekday is not None and weekday != day.weekday():
            yield self._problem(row, Code.WRONG_WEEKDAY, "weekday")

    def _numbers(self, row: Row, numbers: Mapping[str, int]) -> Iterator[Problem]:
        """What is missing of a day that was open, or else what cannot be of it."""
        missing = [meaning for meaning in _VISITS if meaning not in numbers]
        if missing:
            yield self._problem(row, MISSING_NUMBER, missing[0])
        elif wrong := _more_new(numbers):
            yield self._problem(row, MORE_NEW_THAN_VISITS, wrong)

    def _was_closed(self, numbers: Mapping[str, int], remark: str) -> bool:
        """A remark alone may mean that the numbers were forgotten; zeros may be filled in."""
        if remark.lower().startswith(_CLOSED):
            return not any(numbers.values())
        named_so = self.headings.names.get("remark", "").lower().startswith("stengt")
        return named_so and bool(remark) and not numbers

    def _add(self, day: Day) -> None:
        self.days.append(day)
        self.block.append(day)

    def _problem(self, row: Row, code: str, meaning: str) -> Problem:
        return sheets.problem(row, self.headings, meaning, code)

    def _skip(self, row: Row, kind: str, text: str) -> None:
        self.skipped.append(Skipped(row.line, kind, text))


def parse(sheet: Sheet, today: date) -> Parsed:
    """Read every row. `today` is the local date; a later day is a problem. Never raises."""
    reader = _Reader(today)
    for name in sheet.unread:
        reader.doubts.append(Problem(1, Code.SHEET_IGNORED, name))
    for row in sheet.rows:
        reader.read(row)
    if not reader.headings.at:
        reader.problems.append(sheets.no_header(sheet, COLUMNS))
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
