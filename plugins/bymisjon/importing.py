"""From a file to saved weeks: held against the log, decided, saved all or nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from core.calendar.counting_year import Period
from core.calendar.weeks import Week
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.models import Activity
from core.spreadsheets import SENTENCES, Resolved, UnreadableFile, resolve
from core.tallies import service as tallies
from plugins.bymisjon.log import Typed, WeekLog, differences, entries, weeks_in
from plugins.bymisjon.reading import Parsed, WeekLine, parse
from plugins.bymisjon.words import CONTACT, FLYER


@dataclass(frozen=True)
class Doubt:
    """A week that is in the log already with other numbers than the file's line has."""

    line: WeekLine
    saved: WeekLog
    uses_file: bool | None


@dataclass(frozen=True)
class Look:
    """What would come of a file with the decisions made so far."""

    parsed: Parsed
    resolved: Resolved[Week, WeekLine]
    new: Sequence[WeekLine]
    same: Sequence[WeekLine]
    doubts: Sequence[Doubt]

    @property
    def to_save(self) -> list[WeekLine]:
        """The weeks that would be added or changed."""
        return [*self.new, *(one.line for one in self.doubts if one.uses_file)]

    @property
    def undecided(self) -> int:
        """How many doubts somebody has still to decide about."""
        return len(self.resolved.conflicts) + sum(one.uses_file is None for one in self.doubts)

    @property
    def contacts(self) -> int:
        """People reached in the weeks that would be saved, as the file has them."""
        return sum(line.contacts for line in self.to_save)


def read_file(content: bytes, today: date) -> Parsed:
    """Read a file. Raises Refused (field "file") when it cannot be read at all."""
    try:
        return parse(content, today)
    except UnreadableFile as unreadable:
        raise Refused(SENTENCES[unreadable.code], field="file") from unreadable


def look(
    session: DistrictSession, activity_id: int, parsed: Parsed, decisions: Collection[int]
) -> Look:
    """What would come of it. In `decisions` LINE means that line counts, -LINE that it does not."""
    resolved = resolve(
        parsed.lines, decisions, lambda one: one.week, lambda one: (one.contacts, one.flyers)
    )
    saved = _saved(session, activity_id, resolved.lines)
    new, same, doubts = [], [], []
    for line in resolved.lines:
        known = saved.get(line.week)
        if known is None or not known.entered:
            new.append(line)
        elif line.contacts == known.contacts and line.flyers in {None, known.flyers}:
            same.append(line)
        else:
            chosen = line.line in decisions or (False if -line.line in decisions else None)
            doubts.append(Doubt(line, known, chosen))
    return Look(parsed, resolved, new, same, doubts)


def save(
    session: DistrictSession,
    actor: str,
    activity: Activity,
    label: str,
    looked: Look,
    now: datetime,
) -> int:
    """Save what the look promises as one batch; how many weeks, 0 where there is nothing to add.

    Raises Refused, having saved nothing, while a line is wrong or undecided.
    """
    if looked.parsed.problems:
        raise Refused(
            N_("%(n)s lines cannot be read. Correct them in the spreadsheet, and send it again."),
            n=len({problem.line for problem in looked.parsed.problems}),
        )
    if looked.undecided:
        raise Refused(N_("Decide about %(n)s weeks first."), n=looked.undecided)
    lines = looked.to_save
    if not lines:
        return 0
    batch = tallies.open_batch(session, actor, activity.id, label, len(lines), now)
    changed = {one.line.week: one.saved for one in looked.doubts}
    for line in lines:
        added = _added(line, changed.get(line.week), label)
        tallies.add(session, actor, activity.id, added, uuid4(), now, batch_id=batch)
    return len(lines)


def _saved(
    session: DistrictSession, activity_id: int, lines: Sequence[WeekLine]
) -> dict[Week, WeekLog]:
    if not lines:
        return {}
    first, last = min(line.week for line in lines), max(line.week for line in lines)
    period = Period(first.period.first, last.period.last)
    return {one.week: one for one in weeks_in(session, activity_id, period)}


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
