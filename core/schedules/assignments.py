"""Who does what on a day. Kept by the activity's organisation."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.db.ids import new_ids
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.people.models import Person
from core.people.personal import PersonalTable
from core.people.reach import Reach, reached
from core.people.service import people, visible
from core.problems import N_, NotFound, Refused
from core.schedules.models import Activity, Assignment, Occurrence, OccurrenceState

ASSIGNMENTS = PersonalTable(Assignment, "person_id", "That those who run a day know who does what")
HOST, HELPER = "host", "helper"
Pair = tuple[int, int]
"""A day and a person, by id."""


@dataclass(frozen=True)
class Assigned:
    """Somebody's role on a day. `elsewhere` are other days they have at the same time.

    `name` is None for a person of an `organisation` whose people the reader does not see.
    """

    id: int
    occurrence_id: int
    person_id: int
    role: str
    name: str | None
    organisation: str
    elsewhere: tuple["Elsewhere", ...] = ()


@dataclass(frozen=True)
class Elsewhere:
    """Another day at the same time, by its activity's name. `starts` and `ends` are UTC."""

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
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Assignment.occurrence_id.in_(days))
        .with_only_columns(
            Assignment.id,
            Assignment.occurrence_id,
            Assignment.person_id,
            Assignment.role,
            Person.name,
            Person.organisation_id,
            Organisation.name.label("organisation"),
        )
        .order_by(Assignment.role, Person.name)
    ).all()
    clashes = _elsewhere(session, {row.person_id for row in rows if _is_mine(row, mine)}, days)
    found: dict[int, list[Assigned]] = defaultdict(list)
    for row in rows:
        found[row.occurrence_id].append(
            Assigned(
                row.id,
                row.occurrence_id,
                row.person_id,
                row.role,
                row.name if _is_mine(row, mine) else None,
                row.organisation,
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
    row = day_of(session, access, occurrence_id)
    if row.state != OccurrenceState.PLANNED:
        raise Refused(N_("The day is not held. Open it again first."), field="person")
    fill(session, access, role, roles, on=[(occurrence_id, person_id)], off=(), now=now)


def fill(
    session: DistrictSession,
    access: Access,
    role: str,
    roles: Collection[str],
    *,
    on: Collection[Pair],
    off: Collection[Pair],
    now: datetime,
) -> int:
    """Put people on days, and take others `off` them, in one role; gives how many changed.

    What is so already stays so, and days that are not held take nobody on. Raises NotFound for a
    day, person or role that is not there for this actor, and Forbidden. A few queries, however
    many days there are.
    """
    if role not in roles:
        raise NotFound
    asked = {*on, *off}
    states = _states(session, access, {day for day, _person in asked})
    _require_people(session, access, {person for _day, person in asked}, now)
    kept = {
        (row.occurrence_id, row.person_id): row
        for row in session.scalars(
            select(Assignment).where(Assignment.occurrence_id.in_(states), Assignment.role == role)
        )
    }
    new = sorted(one for one in set(on) - kept.keys() if states[one[0]] == OccurrenceState.PLANNED)
    for number, (day, person) in zip(new_ids(now, len(new)), new, strict=True):
        session.add(
            Assignment(id=number, occurrence_id=day, person_id=person, role=role, created_at=now)
        )
        _log(session, access, "schedules:assign", day, now, person)
    gone = sorted(kept.keys() & set(off))
    for day, person in gone:
        session.delete(kept[day, person])
        _log(session, access, "schedules:unassign", day, now, person)
    return len(new) + len(gone)


def unassign(
    session: DistrictSession, access: Access, assignment_id: int, now: datetime, *, on: int
) -> None:
    """Take somebody off the day they are `on`. Raises NotFound, for others' people too."""
    row = session.scalar(
        select(Assignment).where(Assignment.id == assignment_id, Assignment.occurrence_id == on)
    )
    if row is None:
        raise NotFound
    day_of(session, access, row.occurrence_id)
    _require_people(session, access, {row.person_id}, now)
    session.delete(row)
    _log(session, access, "schedules:unassign", row.occurrence_id, now, row.person_id)


def choices(session: DistrictSession, access: Access, now: datetime) -> list[tuple[int, str]]:
    """The people this actor may put on a day, by name: id and name. Nobody put away."""
    return [(one.id, one.name) for one in people(session, access, now) if not one.archived]


def day_of(session: DistrictSession, access: Access, occurrence_id: int) -> Occurrence:
    """A day, for somebody who changes it; others wait. Raises NotFound or Forbidden."""
    row = session.execute(
        select(Occurrence, Activity.organisation_id)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Occurrence.id == occurrence_id, Occurrence.state != OccurrenceState.WITHDRAWN)
        .with_for_update(of=Occurrence, key_share=True)
    ).first()
    if row is None:
        raise NotFound
    access.require(Permission.ACTIVITY_EDIT, row.organisation_id)
    found: Occurrence = row.Occurrence
    return found


def _states(
    session: DistrictSession, access: Access, days: Collection[int]
) -> Mapping[int, OccurrenceState]:
    """What each of these days is, for somebody who changes them; others wait."""
    rows = session.execute(
        select(Occurrence.id, Occurrence.state, Activity.organisation_id)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Occurrence.id.in_(days), Occurrence.state != OccurrenceState.WITHDRAWN)
        .order_by(Occurrence.id)
        .with_for_update(of=Occurrence, key_share=True)
    ).all()
    if {row.id for row in rows} != set(days):
        raise NotFound
    for row in rows:
        access.require(Permission.ACTIVITY_EDIT, row.organisation_id)
    return {row.id: OccurrenceState(row.state) for row in rows}


def _require_people(
    session: DistrictSession, access: Access, wanted: Collection[int], now: datetime
) -> None:
    seen = visible(now).where(
        Person.id.in_(wanted), Person.organisation_id.in_(reached(session, access))
    )
    if set(session.scalars(seen.with_only_columns(Person.id))) != set(wanted):
        raise NotFound


def _is_mine(row: Any, mine: Reach) -> bool:
    return row.organisation_id in mine


def _elsewhere(
    session: DistrictSession, who: Collection[int], days: Collection[int]
) -> Mapping[tuple[int, int], tuple[Elsewhere, ...]]:
    """By person and day, the other planned days that person has at that time. Two queries."""
    if not who:
        return {}
    first, last = session.execute(
        select(func.min(Occurrence.starts), func.max(Occurrence.ends)).where(
            Occurrence.id.in_(days)
        )
    ).one()
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
        .where(
            Assignment.person_id.in_(who),
            Occurrence.state == OccurrenceState.PLANNED.value,
            Occurrence.starts < last,
            Occurrence.ends > first,
        )
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
