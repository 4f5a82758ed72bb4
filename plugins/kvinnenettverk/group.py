"""The resource group: who is in it, and when it meets. Callers have opened the network."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.audit.service import record
from core.calendar.zones import local_date
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.people.accounts import who_is
from core.people.models import Person
from core.people.service import find, visible
from core.problems import N_, NotFound, Refused
from plugins.kvinnenettverk.models import Meeting, Member

MOST_LETTERS = 200


@dataclass(frozen=True)
class InGroup:
    """A member by name; `former` for one whose last day has been."""

    row: Member
    name: str
    former: bool


def members(session: DistrictSession, activity_id: int, now: datetime) -> list[InGroup]:
    """The group by name, those who have left last. How to reach them is with the person."""
    rows = session.execute(
        visible(now)
        .join(Member, Member.person_id == Person.id)
        .where(Member.activity_id == activity_id)
        .with_only_columns(Member, Person.name)
        .order_by(Person.name)
    )
    today = local_date(now)
    found = [InGroup(row[0], row[1], (row[0].until or today) < today) for row in rows]
    return sorted(found, key=lambda one: one.former)


def belongs(session: DistrictSession, access: Access, now: datetime) -> bool:
    """Whether the actor's account is somebody's who is in the group today."""
    still = Member.until.is_(None) | (Member.until >= local_date(now))
    mine = Member.person_id.in_(who_is(access, now))
    return session.scalar(select(Member.id).where(mine, still).limit(1)) is not None


def save_member(
    session: DistrictSession,
    access: Access,
    activity_id: int,
    person_id: int,
    details: Member,
    now: datetime,
) -> None:
    """Take somebody the organisation knows into the group, or change what is written of them.

    Raises NotFound for a person out of reach, and Refused for one who is kept for a shorter time.
    """
    person, _reach = find(session, access, person_id, now)
    if details.until is not None and details.until > person.keep_until:
        text = N_("This person is kept until %(day)s. Choose that day or an earlier one.")
        raise Refused(text, field="until", day=f"{person.keep_until:%d.%m.%Y}")
    row = session.scalar(
        select(Member).where(Member.activity_id == activity_id, Member.person_id == person_id)
    )
    if row is None:
        row = Member(id=new_id(now), activity_id=activity_id, person_id=person_id)
        session.add(row)
    row.comes_from, row.role = details.comes_from, details.role
    row.external, row.until = details.external, details.until
    _log(session, access, "kvinnenettverk:member", person_id, now)


def leave(
    session: DistrictSession, access: Access, activity_id: int, member_id: int, now: datetime
) -> None:
    """Somebody leaves the group; the person and their tasks stay. Raises NotFound."""
    of_group = Member.activity_id == activity_id
    row = session.scalar(select(Member).where(of_group, Member.id == member_id))
    if row is None:
        raise NotFound
    session.delete(row)
    _log(session, access, "kvinnenettverk:member-left", row.person_id, now)


def meetings(session: DistrictSession, activity_id: int, now: datetime) -> list[Meeting]:
    """The meetings that are ahead, the next first."""
    rows = select(Meeting).where(Meeting.activity_id == activity_id, Meeting.starts >= now)
    return list(session.scalars(rows.order_by(Meeting.starts)))


def meet(
    session: DistrictSession, activity_id: int, starts: datetime, agenda: str | None, now: datetime
) -> None:
    """One more meeting; `starts` is UTC. Raises Refused for one that has been."""
    if starts <= now:
        raise Refused(N_("The time has passed. Choose a later one."), field="day")
    session.add(Meeting(id=new_id(now), activity_id=activity_id, starts=starts, agenda=agenda))


def _log(
    session: DistrictSession, access: Access, action: str, person_id: int, now: datetime
) -> None:
    record(session, access.actor.reference, action, f"person:{person_id}", now=now)
