"""The network's gatherings with the step each waits for, and what is noted of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.days import Day, Status, days_between
from core.db.tenancy import DistrictSession
from core.db.upsert import add_missing
from core.problems import N_, Refused
from core.schedules.acting import Acting
from core.tasks.models import Task
from core.tasks.service import tasks_of
from plugins.kvinnenettverk.models import GatheringNote
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.steps import Step, due_days, left

_BACK, _AHEAD = timedelta(days=60), timedelta(days=400)
MOST_LETTERS = 500
LINES = ("went_well", "to_change", "next_time")
Lines = Mapping[str, str | None]


@dataclass(frozen=True)
class Gathering:
    """A gathering on the board. `step` is what it waits for, None when nothing is left; `due` are
    the last local dates of the steps that are left, `late` those steps and tasks that are past it.
    """

    day: Day
    due: dict[Step, date]
    late: tuple[Step, ...]
    tasks: tuple[Task, ...]
    late_tasks: tuple[Task, ...]
    note: GatheringNote | None

    @property
    def step(self) -> Step | None:
        """The first step that is left."""
        return next(iter(self.due), None)


def board(
    session: DistrictSession, activity_id: int, settings: NetworkSettings, now: datetime
) -> list[Gathering]:
    """What is coming, and what is left of the last two months, the earliest first."""
    today = local_date(now)
    days = days_between(session, Period(today - _BACK, today + _AHEAD), [activity_id])
    held = [day for day in days if day.takes_place]
    found = gatherings(session, held, settings, now)
    return [one for one in found if one.step or one.day.ends > now]


def gatherings(
    session: DistrictSession, days: Sequence[Day], settings: NetworkSettings, now: datetime
) -> Iterator[Gathering]:
    """These days with their steps. Two queries, however many there are."""
    ids, today = [day.id for day in days], local_date(now)
    kept = session.scalars(select(GatheringNote).where(GatheringNote.occurrence_id.in_(ids)))
    notes = {row.occurrence_id: row for row in kept}
    tasks = tasks_of(session, ids)
    for day in days:
        note = notes.get(day.id)
        own = tuple(tasks.get(day.id, ()))
        waits = left(set(_done(day, note, own)), over=day.ends <= now)
        every = due_days(day.day, settings)
        due = {step: every[step] for step in waits}
        late = tuple(step for step in waits if due[step] < today)
        undone = tuple(task for task in own if task.done_at is None and task.due < today)
        yield Gathering(day, due, late, own, undone, note)


def _done(day: Day, note: GatheringNote | None, tasks: Sequence[Task]) -> Iterator[Step]:
    if day.title:
        yield Step.THEME
    if tasks and all(task.person_id or task.done_at for task in tasks):
        yield Step.TASKS
    if day.place_id is not None:
        yield Step.ROOM
    if note is not None and note.invited_at is not None:
        yield Step.INVITATION
    if day.status is Status.HELD:
        yield Step.COUNT
    if note is not None and any(getattr(note, name) for name in LINES):
        yield Step.REFLECTION


def invite(by: Acting, day: Day, *, out: bool) -> None:
    """Note that the invitation is out, or that it is not after all."""
    _note(by, day).invited_at = by.now if out else None
    action = "kvinnenettverk:invited" if out else "kvinnenettverk:not-invited"
    by.record(action, f"occurrence:{day.id}")


def reflect(by: Acting, day: Day, lines: Lines, seen: Lines) -> None:
    """Keep those of the three lines that are not as the writer was shown them.

    Raises Refused, and keeps none, where somebody else has written another in the meantime.
    """
    note = _note(by, day)
    changed = {name: line for name, line in lines.items() if line != seen[name]}
    for name, line in changed.items():
        if line and len(line) > MOST_LETTERS:
            raise Refused(N_("Write it in at most %(n)s letters."), field=name, n=MOST_LETTERS)
        if getattr(note, name) not in (seen[name], line):
            raise Refused(N_("Somebody else wrote here meanwhile. Make one text of both."))
        setattr(note, name, line)
    if changed:
        by.record("kvinnenettverk:reflected", f"occurrence:{day.id}")


def _note(by: Acting, day: Day) -> GatheringNote:
    """The day's note, made where there is none; who else writes it waits."""
    rows = [{"occurrence_id": day.id}]
    add_missing(by.session, GatheringNote, ("district_id", "occurrence_id"), rows, by.now)
    kept = select(GatheringNote).where(GatheringNote.occurrence_id == day.id).with_for_update()
    return by.session.scalars(kept).one()
