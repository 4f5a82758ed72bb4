"""From a file to saved days: read, held against what is saved, decided, saved all or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time

from core.accounts.actors import Access
from core.calendar.zones import to_utc
from core.counts.batches import BatchDay, compare, save_batch
from core.counts.days import Day as SavedDay
from core.db.tenancy import DistrictSession
from core.plugin_api import DAYS, FileImport, import_command, settings_in
from core.schedules.models import Activity
from core.spreadsheets import Known, Look, look
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


def hold(
    session: DistrictSession, activity_id: int, parsed: Parsed, decisions: Collection[int]
) -> DayLook:
    """A file held against the days that are saved."""
    return look(
        parsed,
        decisions,
        lambda one: one.day,
        lambda one: one.content,
        lambda lines: _known(session, activity_id, lines),
    )


def save(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    looked: DayLook,
    now: datetime,
) -> int:
    """Save what the look promises; how many days.

    Raises Refused, having saved nothing, while a line is wrong or a doubt is undecided.
    """
    looked.require_decided()
    days = _batch_days(session, looked.to_save)
    changed = {one.line.day for one in looked.changed}
    batch = save_batch(session, access, activity, label, days, now, replace=changed)
    return len(batch.before) if batch else 0


def _tell(found: DayLook) -> Iterable[str]:
    held = [one for one in found.to_save if one.closed_reason is None]
    closed = [one for one in found.to_save if one.closed_reason is not None]
    yield (
        f"{len(held)} opening days and {len(closed)} closed days would be saved, "
        f"with {sum(one.visits for one in held)} visits. "
        f"{len(found.same)} days are saved already."
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


VISITS = FileImport(PARTNER, read_file, hold, save, _tell, "days", DAYS)
import_file = import_command(VISITS, "Import the visits of a spreadsheet (CSV or XLSX).")
