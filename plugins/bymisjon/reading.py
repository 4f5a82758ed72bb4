"""A spreadsheet with a week on each line, as the leisure contact keeps it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.calendar.weeks import Week
from core.problems import N_
from core.spreadsheets import Column, Line, Parsed, Problem, read_table, text, whole
from core.tallies.service import MOST

NO_SUCH_WEEK = N_("There is no week %(text)s.")
NOT_COME = N_("Week %(text)s has not come yet.")
_COLUMNS: Mapping[str, Column] = {
    "year": whole("år", "aar", "year", most=MOST, needed=True, filled=True),
    "week": whole("uke", "ukenr", "ukenummer", "week", most=MOST, needed=True, filled=True),
    "contacts": whole(
        "kontakter", "personer", "personer nådd", "contacts", most=MOST, needed=True, filled=True
    ),
    "flyers": whole(
        *("utdelt flyers", "flyers", "utdelte flyers", "flyere", "utdelt flyere"),
        most=MOST,
        filled=True,
    ),
    "note": text("merknad", "merknader", "notat", "note", most=300),
}
_STAND = "familiedag"
_AGAINST = re.compile(r"\b(ingen|ikke|uten|avlyst?e?|utsatt|neste)\b")


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
        """Whether the note says that there was a family day, and no word speaks against it."""
        note = (self.note or "").casefold()
        return _STAND in note and not _AGAINST.search(note)


def parse(content: bytes, today: date) -> Parsed[WeekLine]:
    """Every line. A week is in the future until its Monday. Raises Refused (field "file")."""
    return read_table(content, _COLUMNS, lambda line: _week_line(line, Week.of(today)))


def _week_line(line: Line, now: Week) -> WeekLine | Problem | None:
    numbers = line.numbers
    if not {"year", "week"} <= numbers.keys():
        return None
    named = f"{numbers['week']}/{numbers['year']}"
    try:
        week = Week(numbers["year"], numbers["week"])
    except ValueError:
        return Problem(line.line, NO_SUCH_WEEK, named)
    if week > now:
        return Problem(line.line, NOT_COME, named)
    contacts, flyers = numbers.get("contacts", 0), numbers.get("flyers")
    return WeekLine(line.line, week, contacts, flyers, line.texts.get("note"))
