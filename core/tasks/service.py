"""Tasks of days and in between: written down, ticked off, and who has them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.calendar.zones import local_date
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.people.models import Person
from core.people.personal import PersonalTable
from core.people.service import find as find_person
from core.people.service import visible
from core.problems import N_, NotFound, Refused
from core.schedules.assignments import day_of
from core.schedules.models import Activity
from core.tasks.models import Task

TASKS = PersonalTable(Task, "person_id", "That those who prepare a day know who does what")
MOST_LETTERS = 200
_SHOWN_DONE = timedelta(days=30)


def tasks_of(session: DistrictSession, days: Collection[int]) -> Mapping[int, Sequence[Task]]:
    """The tasks of each of these days, by the day's id, the most pressing first. One query."""
    found: dict[int, list[Task]] = defaultdict(list)
    rows = select(Task).where(Task.occurrence_id.in_(days)).order_by(Task.due, Task.id)
    for row in session.scalars(rows):
        if row.occurrence_id is not None:
            found[row.occurrence_id].append(row)
    return found


def between(session: DistrictSession, activity_id: int, now: datetime) -> Sequence[Task]:
    """What is to be done for an offer between its days, the most pressing first.

    What is done is left out a month after its last day.
    """
    lately = local_date(now) - _SHOWN_DONE
    rows = select(Task).where(
        Task.activity_id == activity_id, Task.done_at.is_(None) | (Task.due >= lately)
    )
    return session.scalars(rows.order_by(Task.due, Task.id)).all()


def names_of(session: DistrictSession, tasks: Collection[Task], now: datetime) -> Mapping[int, str]:
    """What those who have the tasks are called, by the person's id; nobody who is never shown."""
    ids = {task.person_id for task in tasks if task.person_id is not None}
    rows = visible(now).where(Person.id.in_(ids)).with_only_columns(Person.id, Person.name)
    return {row.id: row.name for row in session.execute(rows)}


def add(
    session: DistrictSession,
    access: Access,
    of: Activity,
    day_id: int | None,
    person_id: int | None,
    text: str,
    due: date,
    now: datetime,
) -> Task:
    """One more task, for somebody in reach or for nobody yet; `due` is its last local date.

    It is of a day of the offer, or of none. Raises NotFound, Forbidden, or Refused with the field.
    """
    _require(session, access, of, day_id)
    if person_id is not None:
        find_person(session, access, person_id, now)
    text = text.strip()
    if not text:
        raise Refused(N_("Write what is to be done."), field="text")
    if len(text) > MOST_LETTERS:
        raise Refused(N_("Write it in at most %(n)s letters."), field="text", n=MOST_LETTERS)
    row = Task(
        id=new_id(now),
        occurrence_id=day_id,
        activity_id=of.id if day_id is None else None,
        person_id=person_id,
        text=text,
        due=due,
        done_at=None,
    )
    session.add(row)
    record(session, access.actor.reference, "tasks:add", f"task:{row.id}", now=now)
    return row


def find(
    session: DistrictSession, access: Access, of: Activity, day_id: int | None, task_id: int
) -> Task:
    """A task of that day or of none, for somebody who changes it. Raises NotFound or Forbidden."""
    here = Task.activity_id == of.id if day_id is None else Task.occurrence_id == day_id
    row = session.scalar(select(Task).where(Task.id == task_id, here))
    if row is None:
        raise NotFound
    _require(session, access, of, day_id)
    return row


def tick(session: DistrictSession, actor: str, row: Task, now: datetime, *, done: bool) -> None:
    """Tick a task off, or on again. Twice is once. `actor` is a reference, never a name."""
    if done != (row.done_at is not None):
        row.done_at = now if done else None
        action = "tasks:done" if done else "tasks:undone"
        record(session, actor, action, f"task:{row.id}", now=now)


def remove(session: DistrictSession, access: Access, row: Task, now: datetime) -> None:
    """It need not be done after all."""
    record(session, access.actor.reference, "tasks:remove", f"task:{row.id}", now=now)
    session.delete(row)


def _require(session: DistrictSession, access: Access, of: Activity, day_id: int | None) -> None:
    access.require(Permission.ACTIVITY_EDIT, of.organisation_id)
    if day_id is not None:
        day_of(session, access, day_id)
