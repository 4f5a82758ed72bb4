"""Days from a plain spreadsheet: dato, start, tema, deltakere; all of it is saved, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.accounts.actors import Access
from core.calendar.zones import to_utc
from core.counts.batches import BatchDay, Comparison, compare, save_batch
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.models import Activity
from core.schedules.single_days import MOST_IN_TITLE
from core.spreadsheets import (
    SENTENCES,
    BadDate,
    BadNumber,
    Line,
    UnreadableFile,
    as_date,
    as_number,
    as_text,
    read_table,
)

_SYNONYMS: Mapping[str, Sequence[str]] = {
    "date": ("dato", "dag", "date"),
    "start": ("start", "klokkeslett", "kl", "tid"),
    "format": ("format", "når på dagen"),
    "theme": ("tema", "theme", "emne"),
    "visits": ("deltakere", "antall", "voksne", "besøk"),
}
_NEEDED = ("date", "start", "theme", "visits")
_MOST_VISITS = 5000


@dataclass(frozen=True)
class Wrong:
    """Why a line cannot be saved: a message id, and the cell as it is written."""

    line: int
    message: str
    text: str = ""


@dataclass(frozen=True)
class Held:
    """A day as it stands in the file; `starts` is local. `format` is what it calls the day."""

    line: int
    day: date
    starts: time
    format: str
    theme: str
    visits: int


@dataclass(frozen=True)
class File:
    """What a file says, and which of its lines cannot be read."""

    lines: tuple[Held, ...]
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True)
class Look:
    """What would come of a file: all of it, or nothing while a line is wrong."""

    wrong: tuple[Wrong, ...]
    comparison: Comparison


class _Bad(Exception):
    """A cell that cannot be read."""


def read(content: bytes, today: date) -> File:
    """Read a file; `today` is the local date. Raises Refused (field "file") when it cannot be."""
    try:
        table = read_table(content, _SYNONYMS, _NEEDED)
    except UnreadableFile as unreadable:
        raise Refused(SENTENCES[unreadable.code], field="file") from unreadable
    if not table.headings:
        raise Refused(
            N_("No heading is found. A line must name the columns dato, start, tema, deltakere."),
            field="file",
        )
    good: dict[date, Held] = {}
    wrong: list[Wrong] = []
    for line in table.lines:
        try:
            found = _held(line, today)
            if found.day in good:
                raise _Bad(N_("This date is on an earlier line, too."))
            good[found.day] = found
        except _Bad as bad:
            cells = ", ".join(as_text(cell) for cell in line.cells.values())
            wrong.append(Wrong(line.line, str(bad), cells))
    return File(tuple(good.values()), tuple(wrong))


def look(
    session: DistrictSession,
    activity_id: int,
    file: File,
    hours: int,
    against: Callable[[Held], str | None],
) -> Look:
    """A file held against what is saved. Its days last so many `hours`, for it tells no end.

    `against` gives a message id for a line that cannot be right, else None.
    """
    found = compare(session, activity_id, [_batch_day(one, hours) for one in file.lines])
    changed = {one.wanted.day for one in found.other}
    wrong = [*file.wrong]
    for one in file.lines:
        if one.day in changed:
            wrong.append(Wrong(one.line, N_("This day is saved already with another number.")))
        if (message := against(one)) is not None:
            wrong.append(Wrong(one.line, message))
    return Look(tuple(sorted(wrong, key=lambda one: one.line)), found)


def save(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    looked: Look,
    now: datetime,
) -> int:
    """Save what is new, and say how many days that is. Raises Refused while a line is wrong."""
    if looked.wrong:
        raise Refused(
            N_("%(n)s lines cannot be saved. Correct them in the spreadsheet, and send it again."),
            n=len({one.line for one in looked.wrong}),
        )
    batch = save_batch(session, access, activity, label, looked.comparison.new, now)
    return len(batch.before) if batch else 0


def _held(line: Line, today: date) -> Held:
    try:
        day, visits = as_date(line.cells["date"]), as_number(line.cells["visits"])
    except BadDate:
        raise _Bad(N_("This is not a date. Write it as 2023-01-10 or 10.01.2023.")) from None
    except BadNumber:
        raise _Bad(N_("This is not a number of people. Write a whole number.")) from None
    theme = as_text(line.cells["theme"])
    if day > today:
        raise _Bad(N_("The day has not been yet."))
    if visits > _MOST_VISITS:
        raise _Bad(N_("The number is too high. Check the line."))
    if not theme or len(theme) > MOST_IN_TITLE:
        raise _Bad(N_("The theme is missing, or too long."))
    called = as_text(line.cells.get("format")).lower()
    return Held(line.line, day, _time(line, day), called, theme, visits)


def _time(line: Line, day: date) -> time:
    text = as_text(line.cells["start"]).replace(".", ":")
    try:
        found = time.fromisoformat(text if len(text) > len("9:00") else f"0{text}")
        to_utc(day, found)
    except ValueError:
        raise _Bad(N_("This is not a time of day. Write it as 18:00.")) from None
    return found


def _batch_day(one: Held, hours: int) -> BatchDay:
    starts = to_utc(one.day, one.starts)
    ends = starts + timedelta(hours=hours)
    return BatchDay(one.day, starts, ends, {"adult": one.visits}, title=one.theme)
