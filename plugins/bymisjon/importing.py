"""From a file to saved weeks: held against the log, decided, saved all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from core.accounts.actors import Access
from core.calendar.counting_year import Period
from core.calendar.weeks import Week
from core.db.tenancy import DistrictSession
from core.plugin_api import TALLIES, held_lines, import_command
from core.schedules.models import Activity
from core.spreadsheets import Known, Look
from core.tallies import service as tallies
from core.tallies.service import Press
from plugins.bymisjon.log import Typed, WeekLog, entries, weeks_in
from plugins.bymisjon.reading import WeekLine, parse
from plugins.bymisjon.words import CONTACT, FLYER, PARTNER

WeekLook = Look[Week, WeekLine, WeekLog]


def _write(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    looked: WeekLook,
    now: datetime,
) -> int:
    """Save the weeks as one batch."""
    n, actor = len(looked.to_save), access.actor.reference
    batch = tallies.open_batch(session, actor, activity.id, label, n, now)
    for line in looked.new:
        typed = Typed(line.week, line.contacts, line.flyers, line.note)
        added = entries(typed, stand=line.stand)
        tallies.add(session, Press(actor, now), activity.id, added, batch_id=batch)
    for one in looked.changed:
        wanted = _wanted(one.line, one.saved, label)
        tallies.change_to(session, Press(actor, now), activity.id, wanted, batch_id=batch)
    return n


def _tell(found: WeekLook) -> Iterable[str]:
    contacts = sum(line.contacts for line in found.to_save)
    yield (
        f"To save: weeks {len(found.to_save)}, people reached {contacts}. "
        f"Saved already: weeks {len(found.same)}."
    )


def _known(
    session: DistrictSession, activity_id: int, lines: Sequence[WeekLine]
) -> Mapping[Week, Known[WeekLog]]:
    by_week = {one.week: one for one in lines}
    period = Period(min(by_week).period.first, max(by_week).period.last)
    return {
        one.week: Known(one, _agree(by_week[one.week], one))
        for one in weeks_in(session, activity_id, period)
        if one.entered and one.week in by_week
    }


def _agree(line: WeekLine, saved: WeekLog) -> bool:
    return line.contacts == saved.contacts and line.flyers in {None, saved.flyers}


def _wanted(line: WeekLine, saved: WeekLog, label: str) -> list[tallies.Added]:
    """What the log's own sums shall be for a saved week to be as the file says.

    What was counted at stands stays theirs: the log gets the rest, which may be below zero.
    """
    flyers = None if line.flyers is None else line.flyers - saved.counted[FLYER]
    typed = Typed(line.week, line.contacts - saved.counted[CONTACT], flyers)
    return [replace(one, reason=label) for one in entries(typed, stand=False)]


LOG = held_lines(
    PARTNER,
    parse,
    key=lambda one: one.week,
    content=lambda one: (one.contacts, one.flyers),
    known=_known,
    write=_write,
    tell=_tell,
    unit="weeks",
    batches=TALLIES,
)
import_file = import_command(LOG, "Import the weekly log of a spreadsheet (CSV or XLSX).")
