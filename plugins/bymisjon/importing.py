"""From a file to saved weeks: held against the log, decided, saved all or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from core.accounts.actors import Access
from core.calendar.counting_year import Period
from core.calendar.weeks import Week
from core.db.tenancy import DistrictSession
from core.plugin_api import TALLIES, FileImport, import_command
from core.schedules.models import Activity
from core.spreadsheets import Known, Look, Parsed, look
from core.tallies import service as tallies
from plugins.bymisjon.log import Typed, WeekLog, differences, entries, weeks_in
from plugins.bymisjon.reading import WeekLine, parse
from plugins.bymisjon.words import CONTACT, FLYER, PARTNER

WeekLook = Look[Week, WeekLine, WeekLog]


def hold(
    session: DistrictSession,
    activity_id: int,
    parsed: Parsed[WeekLine],
    decisions: Collection[int],
) -> WeekLook:
    """A file held against the log."""
    return look(
        parsed,
        decisions,
        lambda one: one.week,
        lambda one: (one.contacts, one.flyers),
        lambda lines: _known(session, activity_id, lines),
    )


def save(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    looked: WeekLook,
    now: datetime,
) -> int:
    """Save what the look promises as one batch; how many weeks, 0 where there is nothing to add.

    Raises Refused, having saved nothing, while a line is wrong or undecided.
    """
    looked.require_decided()
    lines, actor = looked.to_save, access.actor.reference
    if not lines:
        return 0
    batch = tallies.open_batch(session, actor, activity.id, label, len(lines), now)
    changed = {one.line.week: one.saved for one in looked.changed}
    for line in lines:
        added = _added(line, changed.get(line.week), label)
        tallies.add(session, actor, activity.id, added, uuid4(), now, batch_id=batch)
    return len(lines)


def _tell(found: WeekLook) -> Iterable[str]:
    contacts = sum(line.contacts for line in found.to_save)
    yield (
        f"{len(found.to_save)} weeks would be saved, with {contacts} people reached. "
        f"{len(found.same)} weeks are saved already."
    )


def _known(
    session: DistrictSession, activity_id: int, lines: Sequence[WeekLine]
) -> Mapping[Week, Known[WeekLog]]:
    if not lines:
        return {}
    by_week = {one.week: one for one in lines}
    period = Period(min(by_week).period.first, max(by_week).period.last)
    return {
        one.week: Known(one, _agree(by_week[one.week], one))
        for one in weeks_in(session, activity_id, period)
        if one.entered and one.week in by_week
    }


def _agree(line: WeekLine, saved: WeekLog) -> bool:
    return line.contacts == saved.contacts and line.flyers in {None, saved.flyers}


def _added(line: WeekLine, saved: WeekLog | None, label: str) -> list[tallies.Added]:
    """A new week's entries, or the difference that makes a saved week what the file says.

    What was counted at stands stays theirs: the log gets the rest, which may be below zero.
    """
    if saved is None:
        typed = Typed(line.week, line.contacts, line.flyers, line.note)
        return entries(typed, stand=line.stand)
    flyers = None if line.flyers is None else line.flyers - saved.counted[FLYER]
    typed = Typed(line.week, line.contacts - saved.counted[CONTACT], flyers)
    return differences(saved, typed, label)


LOG = FileImport(PARTNER, parse, hold, save, _tell, "weeks", TALLIES)
import_file = import_command(LOG, "Import the weekly log of a spreadsheet (CSV or XLSX).")
