"""Who does what on a day, and which interpreter it needs. Kept by the activity's organisation."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.people.models import Person
from core.people.personal import PersonalTable
from core.people.reach import reached
from core.people.service import visible
from core.problems import N_, NotFound, Refused
from core.schedules.models import (
    Activity,
    Assignment,
    InterpreterNeed,
    Occurrence,
    OccurrenceState,
)

ASSIGNMENTS = PersonalTable(Assignment, "person_id", "That those who run a day know who does what")
HOST, HELPER = "host", "helper"
MOST_LETTERS = 60


@dataclass(frozen=True)
class Assigned:
    """Somebody's role on a day. `elsewhere` are other days they have at the same time.

    `name` is None for a person of an organisation whose people the reader does not see.
    """

    id: int
    occurrence_id: int
    person_id: int
    role: str
    name: str | None
    elsewhere: tuple["Elsewhere", ...] = ()


@dataclass(frozen=True)
class Elsewhere:
    """Another day at the same time, by its activity's name. Moments are UTC."""

    activity: str
    starts: datetime
    ends: datetime


def assigned(
    session: DistrictSession, access: Access, days: Collection[int], now: datetime
) -> Mapping[int, Sequence[Assigned]]:
    """Who is on each of these days, by the day's id. Somebody in two places at once is marked."""
    mine = reached(session, access)
    rows = session.execute(
        visible(now)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.occurrence_id.in_(days))
        .with_only_columns(
            Assignment.id,
            Assignment.occurrence_id,
            Assignment.person_id,
            Assignment.role,
            Person.name,
            Person.organisation_id,
        )
        .order_by(Assignment.role, Person.name)
    ).all()
    clashes = _elsewhere(session, {row.person_id for row in rows}, days)
    found: dict[int, list[Assigned]] = defaultdict(list)
    for row in rows:
        found[row.occurrence_id].append(
            Assigned(
                row.id,
                row.occurrence_id,
                row.person_id,
                row.role,
                row.name if row.organisation_id in mine else None,
                clashes.get((row.person_id, row.occurrence_id), ()),
            )
        )
    return found


def assign(
    session: DistrictSession,
    access: Access,
    occurrence_id: int,
    person_id: int,
    role: str,
    roles: Collection[str],
    now: datetime,
) -> None:
    """Put somebody on a day, in one of the `roles` there are. Twice is once.

    Raises NotFound for a day, person or role that is not there for this actor, Forbidden, and
    Refused for a day that is not held.
    """
    row = _day(session, access, occurrence_id)
    if row.state != OccurrenceState.PLANNED:
        raise Refused(N_("The day is not held. Open it again first."), field="person_id")
    person = session.scalar(visible(now).where(Person.id == person_id))
    if person is None or person.organisation_id not in reached(session, access):
        raise NotFound
    if role not in roles:
        raise NotFound
    there = select(Assignment.id).where(
        Assignment.occurrence_id == occurrence_id,
        Assignment.person_id == person_id,
        Assignment.role == role,
    )
    if session.scalar(there) is not None:
        return
    session.add(
        Assignment(
            id=new_id(now),
            occurrence_id=occurrence_id,
            person_id=person_id,
            role=role,
            created_at=now,
        )
    )
    _log(session, access, "schedules:assign", occurrence_id, now, person_id)


def unassign(session: DistrictSession, access: Access, assignment_id: int, now: datetime) -> None:
    """Take somebody off a day. Raises NotFound or Forbidden."""
    row = session.scalar(select(Assignment).where(Assignment.id == assignment_id))
    if row is None:
        raise NotFound
    _day(session, access, row.occurrence_id)
    session.delete(row)
    _log(session, access, "schedules:unassign", row.occurrence_id, now, row.person_id)


def interpreters(
    session: DistrictSession, days: Collection[int]
) -> Mapping[int, Sequence[InterpreterNeed]]:
    """Which interpreters each of these days needs, by the day's id."""
    found: dict[int, list[InterpreterNeed]] = defaultdict(list)
    for row in session.scalars(
        select(InterpreterNeed)
        .where(InterpreterNeed.occurrence_id.in_(days))
        .order_by(InterpreterNeed.language)
    ):
        found[row.occurrence_id].append(row)
    return found


def need_interpreter(
    session: DistrictSession,
    access: Access,
    occurrence_id: int,
    language: str,
    *,
    ordered: bool,
    now: datetime,
) -> None:
    """Write down that a day needs an interpreter, or that one is ordered. Raises as `assign`."""
    _day(session, access, occurrence_id)
    language = language.strip()
    if not language:
        raise Refused(N_("Write which language."), field="language")
    if len(language) > MOST_LETTERS:
        raise Refused(N_("Write it in at most %(n)s letters."), field="language", n=MOST_LETTERS)
    row = session.scalar(
        select(InterpreterNeed).where(
            InterpreterNeed.occurrence_id == occurrence_id, InterpreterNeed.language == language
        )
    )
    if row is None:
        row = InterpreterNeed(id=new_id(now), occurrence_id=occurrence_id, language=language)
        session.add(row)
    row.ordered = ordered


def forget_interpreter(session: DistrictSession, access: Access, need_id: int) -> None:
    """A day needs that interpreter no longer. Raises NotFound or Forbidden."""
    row = session.scalar(select(InterpreterNeed).where(InterpreterNeed.id == need_id))
    if row is None:
        raise NotFound
    _day(session, access, row.occurrence_id)
    session.delete(row)


def _day(session: DistrictSession, access: Access, occurrence_id: int) -> Occurrence:
    row = session.execute(
        select(Occurrence, Activity.organisation_id)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Occurrence.id == occurrence_id, Occurrence.state != OccurrenceState.WITHDRAWN)
    ).first()
    if row is None:
        raise NotFound
    access.require(Permission.ACTIVITY_EDIT, row.organisation_id)
    found: Occurrence = row.Occurrence
    return found


def _elsewhere(
    session: DistrictSession, people: Collection[int], days: Collection[int]
) -> Mapping[tuple[int, int], tuple[Elsewhere, ...]]:
    """By person and day, the other planned days that person has at that time. One query."""
    if not people:
        return {}
    rows = session.execute(
        select(
            Assignment.person_id,
            Occurrence.id,
            Occurrence.starts,
            Occurrence.ends,
            Activity.name,
        )
        .join(Occurrence, Occurrence.id == Assignment.occurrence_id)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Assignment.person_id.in_(people), Occurrence.state == OccurrenceState.PLANNED.value)
        .distinct()
    ).all()
    by_person: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_person[row.person_id].append(row)
    return {
        (person_id, row.id): found
        for person_id, theirs in by_person.items()
        for row in theirs
        if row.id in days
        if (
            found := tuple(
                Elsewhere(other.name, other.starts, other.ends)
                for other in theirs
                if other.id != row.id and other.starts < row.ends and row.starts < other.ends
            )
        )
    }


def _log(
    session: DistrictSession,
    access: Access,
    action: str,
    occurrence_id: int,
    now: datetime,
    person_id: int,
) -> None:
    target = f"occurrence:{occurrence_id}"
    record(session, access.actor.reference, action, target, now=now, person=f"person:{person_id}")
