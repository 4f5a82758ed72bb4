"""Days from a plain spreadsheet: dato, start, tema, deltakere; all of it is saved, or nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.accounts.actors import Access
from core.calendar.zones import to_utc
from core.counts.batches import BatchDay, Comparison, compare, save_batch
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.models import Activity
from core.schedules.single_days import MOST_IN_TITLE
from core.spreadsheets import Code, Column, Line, Parsed, Problem, day, read_table, text, whole

_COLUMNS: Mapping[str, Column] = {
    "date": day("dato", "dag", "date"),
    "start": text("start", "klokkeslett", "kl", "tid", needed=True),
    "theme": text("tema", "theme", "emne", most=MOST_IN_TITLE, needed=True),
    "visits": whole("deltakere", "antall", "voksne", "besøk", most=5000, needed=True, filled=True),
    "format": text("format", "når på dagen"),
}
_TWICE = N_("“%(text)s” is on an earlier line, too.")
_NO_THEME = N_("The theme is missing.")
_NO_TIME = N_("“%(text)s” is not a time of day. Write it as 18:00.")
_OTHERWISE = N_("“%(text)s” is saved already with another number.")


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
class Look:
    """What would come of a file: all of it, or nothing while a line is wrong."""

    wrong: tuple[Problem, ...]
    doubts: tuple[Problem, ...]
    comparison: Comparison

    def notes(self) -> Iterable[str]:
        """In English: what is only told."""
        return (f"line {one.line}: {one}" for one in self.doubts)

    def faults(self) -> Iterable[tuple[int, str]]:
        """Line by line in English: why nothing can be saved."""
        return ((one.line, str(one)) for one in self.wrong)


def read(content: bytes, today: date) -> Parsed[Held]:
    """Read a file; `today` is the local date. Raises Refused (field "file") when it cannot be."""
    seen: set[date] = set()

    def held(line: Line) -> Held | Problem | None:
        found = _held(line, today)
        if isinstance(found, Held):
            if found.day in seen:
                return Problem(line.line, _TWICE, f"{found.day:%d.%m.%Y}")
            seen.add(found.day)
        return found

    return read_table(content, _COLUMNS, held)


def look(
    session: DistrictSession,
    activity_id: int,
    file: Parsed[Held],
    hours: int,
    against: Callable[[Held], str | None],
) -> Look:
    """A file held against what is saved. Its days last so many `hours`, for it tells no end.

    `against` gives a message id for a line that cannot be right, else None.
    """
    found = compare(session, activity_id, [_batch_day(one, hours) for one in file.lines])
    changed = {one.wanted.day for one in found.other}
    wrong = [*file.problems]
    for one in file.lines:
        if one.day in changed:
            wrong.append(Problem(one.line, _OTHERWISE, f"{one.day:%d.%m.%Y}"))
        if (message := against(one)) is not None:
            wrong.append(Problem(one.line, message))
    return Look(tuple(sorted(wrong, key=lambda one: one.line)), file.doubts, found)


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


def _held(line: Line, today: date) -> Held | Problem | None:
    day = line.days.get("date")
    if day is None:
        return None
    if day > today:
        return Problem(line.line, Code.FUTURE, f"{day:%d.%m.%Y}")
    if "theme" not in line.texts:
        return Problem(line.line, _NO_THEME)
    starts = _time(line.texts.get("start", ""), day)
    if starts is None:
        return Problem(line.line, _NO_TIME, line.texts.get("start", ""))
    called, visits = line.texts.get("format", "").lower(), line.numbers.get("visits", 0)
    return Held(line.line, day, starts, called, line.texts["theme"], visits)


def _time(text: str, day: date) -> time | None:
    """A local time the day has; None for one it does not."""
    plain = text.replace(".", ":")
    try:
        found = time.fromisoformat(plain if len(plain) > len("9:00") else f"0{plain}")
        to_utc(day, found)
    except ValueError:
        return None
    return found


def _batch_day(one: Held, hours: int) -> BatchDay:
    starts = to_utc(one.day, one.starts)
    ends = starts + timedelta(hours=hours)
    return BatchDay(one.day, starts, ends, {"adult": one.visits}, title=one.theme)
