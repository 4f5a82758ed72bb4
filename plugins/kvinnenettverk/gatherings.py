"""The network's gatherings with the step each waits for, and what is noted of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.accounts.actors import Access
from core.audit.service import record
from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.days import Day, Status, days_between
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.tasks.models import Task
from core.tasks.service import tasks_of
from plugins.kvinnenettverk.models import GatheringNote
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.steps import Step, due_days, left

_BACK, _AHEAD = timedelta(days=60), timedelta(days=400)
MOST_LETTERS = 500
LINES = ("went_well", "to_change", "next_time")


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


def invite(session: DistrictSession, access: Access, day: Day, now: datetime, *, out: bool) -> None:
    """Note that the invitation is out, or that it is not after all."""
    _note(session, day, now).invited_at = now if out else None
    action = "kvinnenettverk:invited" if out else "kvinnenettverk:not-invited"
    record(session, access.actor.reference, action, f"occurrence:{day.id}", now=now)


def reflect(session: DistrictSession, day: Day, lines: Sequence[str | None], now: datetime) -> None:
    """Keep the three lines: what went well, what to change, what to do next. Raises Refused."""
    note = _note(session, day, now)
    for name, line in zip(LINES, lines, strict=True):
        if line and len(line) > MOST_LETTERS:
            raise Refused(N_("Write it in at most %(n)s letters."), field=name, n=MOST_LETTERS)
        setattr(note, name, line)


def _note(session: DistrictSession, day: Day, now: datetime) -> GatheringNote:
    row = session.scalar(select(GatheringNote).where(GatheringNote.occurrence_id == day.id))
    if row is None:
        row = GatheringNote(id=new_id(now), occurrence_id=day.id)
        session.add(row)
    return row
