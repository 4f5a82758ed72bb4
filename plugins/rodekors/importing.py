"""From a file to saved days: read, held against what is saved, decided, saved all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from core.accounts.actors import Access
from core.calendar.zones import to_utc
from core.counts.batches import BatchDay, compare, save_batch
from core.counts.days import Day as SavedDay
from core.db.tenancy import DistrictSession
from core.plugin_api import DAYS, held_lines, import_command, settings_in
from core.schedules.models import Activity
from core.spreadsheets import Known, Look
from plugins.rodekors.settings import RodekorsSettings
from plugins.rodekors.spreadsheet import Day, Parsed, parse, read_days_sheet
from plugins.rodekors.words import PARTNER, PLUGIN

_CATEGORY: Mapping[str, str] = {
    "adults": "adult",
    "children": "child",
    "new_adults": "new_adult",
    "new_children": "new_child",
    "volunteers": "volunteer",
}
DayLook = Look[date, Day, SavedDay | None]


def read_file(content: bytes, today: date) -> Parsed:
    """Read a file. Raises UnreadableFile."""
    return parse(read_days_sheet(content), today)


def _write(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    looked: DayLook,
    now: datetime,
) -> int:
    days = _batch_days(session, looked.to_save)
    changed = {one.line.day for one in looked.changed}
    batch = save_batch(session, access, activity, label, days, now, replace=changed)
    return len(batch.before) if batch else 0


def _tell(found: DayLook) -> Iterable[str]:
    held = [one for one in found.to_save if one.closed_reason is None]
    closed = [one for one in found.to_save if one.closed_reason is not None]
    yield (
        f"To save: opening days {len(held)}, closed days {len(closed)}, "
        f"visits {sum(one.visits for one in held)}. Saved already: days {len(found.same)}."
    )
    for one in closed:
        yield f"  {one.day.isoformat()} closed: {one.closed_reason}"


def _known(
    session: DistrictSession, activity_id: int, lines: Sequence[Day]
) -> Mapping[date, Known[SavedDay | None]]:
    found = compare(session, activity_id, _batch_days(session, lines))
    same = {one.day: Known[SavedDay | None](None, same=True) for one in found.same}
    return same | {
        one.wanted.day: Known[SavedDay | None](one.saved, same=False) for one in found.other
    }


def _batch_days(session: DistrictSession, lines: Sequence[Day]) -> list[BatchDay]:
    """The days with the hours an imported day gets here."""
    settings = settings_in(session, PLUGIN, RodekorsSettings)
    opens, closes = time.fromisoformat(settings.opens), time.fromisoformat(settings.closes)
    return [
        BatchDay(
            one.day,
            to_utc(one.day, opens),
            to_utc(one.day, closes),
            {_CATEGORY[meaning]: number for meaning, number in one.numbers.items()},
            one.closed_reason,
        )
        for one in lines
    ]


VISITS = held_lines(
    PARTNER,
    read_file,
    key=lambda one: one.day,
    content=lambda one: one.content,
    known=_known,
    write=_write,
    tell=_tell,
    unit="days",
    batches=DAYS,
)
import_file = import_command(VISITS, "Import the visits of a spreadsheet (CSV or XLSX).")
