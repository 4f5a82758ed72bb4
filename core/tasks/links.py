"""The signed link that shows and ticks off one task, for those without an account."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.people.models import Person
from core.people.service import visible
from core.problems import N_, NotFound, Refused
from core.schedules.models import Occurrence, OccurrenceState
from core.tasks.models import Task

_SALT = "task-link"


def token_of(secret: str, row: Task) -> str:
    """The secret part of the link. It holds while the same person has the task."""
    parts = [str(row.district_id), str(row.id), str(row.person_id)]
    return str(URLSafeSerializer(secret, _SALT).dumps(parts))


def linked(session: DistrictSession, secret: str, token: str, now: datetime) -> tuple[Task, bool]:
    """The task a link is of, and whether its day is still ahead: it opens nothing afterwards.

    A task of no day is open until its last date is over.

    Raises NotFound for a link we did not sign, or whose task is somebody else's now. Nothing of
    what it says is looked up before its signature is checked.
    """
    try:
        parts = URLSafeSerializer(secret, _SALT).loads(token)
        district, task_id, person_id = (int(part) for part in parts)
    except (BadSignature, TypeError, ValueError):
        raise NotFound from None
    if district != session.district_id:
        raise NotFound
    row = session.execute(
        select(Task, Occurrence.ends)
        .join(Occurrence, Occurrence.id == Task.occurrence_id, isouter=True)
        .join(Person, Person.id == Task.person_id)
        .where(
            Task.id == task_id,
            Task.person_id == person_id,
            Occurrence.id.is_(None) | (Occurrence.state != OccurrenceState.WITHDRAWN),
        )
    ).first()
    if row is None:
        raise NotFound
    task: Task = row.Task
    return task, now < row.ends if row.ends else local_date(now) <= task.due


def address_for(session: DistrictSession, row: Task, now: datetime) -> str:
    """The e-mail of whoever has the task. Raises Refused where there is none."""
    person = visible(now).where(Person.id == row.person_id)
    email = session.scalar(person.with_only_columns(Person.email))
    if not email:
        raise Refused(N_("There is no e-mail address to write to. Add one to the person first."))
    return str(email)
