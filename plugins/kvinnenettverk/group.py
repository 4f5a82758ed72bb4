"""The resource group: who is in it, when it meets, and who sees that: the group and its keepers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from core.accounts.actors import Access
from core.calendar.zones import local_date
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.db.upsert import add_missing
from core.people.accounts import who_is
from core.people.models import Person
from core.people.service import find, visible
from core.problems import N_, NotFound, Refused
from core.schedules.acting import Acting
from core.schedules.ownership import owns
from plugins.kvinnenettverk.models import Meeting, Member
from plugins.kvinnenettverk.words import RUN

MOST_LETTERS = 200


@dataclass(frozen=True)
class InGroup:
    """A member by name; `former` for one whose last day has been."""

    row: Member
    name: str
    former: bool


def keeps(by: Acting) -> bool:
    """Whether the actor keeps the group: the offer's owner or deputy, who plans gatherings still.

    No other leader or administrator does: it is seen by the coordinator and the group alone.
    """
    return owns(by.access, by.activity) and by.access.may(RUN, by.activity.organisation_id)


def members(by: Acting) -> list[InGroup]:
    """The group by name, those who have left last. How to reach them is with the person."""
    rows = by.session.execute(
        visible(by.now)
        .join(Member, Member.person_id == Person.id)
        .where(Member.activity_id == by.activity.id)
        .with_only_columns(Member, Person.name)
        .order_by(Person.name)
    )
    today = local_date(by.now)
    found = [InGroup(row[0], row[1], (row[0].until or today) < today) for row in rows]
    return sorted(found, key=lambda one: one.former)


def belongs(session: DistrictSession, access: Access, now: datetime) -> bool:
    """Whether the actor's account is somebody's who is in the group today."""
    still = Member.until.is_(None) | (Member.until >= local_date(now))
    mine = Member.person_id.in_(who_is(access, now))
    return session.scalar(select(Member.id).where(mine, still).limit(1)) is not None


def save_member(by: Acting, person_id: int, details: Mapping[str, Any]) -> None:
    """Take somebody the organisation knows into the group, or change what is written of them.

    `details` are the member's other columns; `until` is a local date. Raises NotFound for a person
    out of reach, and Refused for one who is kept for a shorter time.
    """
    person, _reach = find(by.session, by.access, person_id, by.now)
    if details["until"] is not None and details["until"] > person.keep_until:
        text = N_("This person is kept until %(day)s. Choose that day or an earlier one.")
        raise Refused(text, field="until", day=f"{person.keep_until:%d.%m.%Y}")
    key = {"activity_id": by.activity.id, "person_id": person_id}
    add_missing(by.session, Member, ("district_id", *key), [{**key, **details}], by.now)
    by.session.execute(update(Member).filter_by(**key).values(**details))
    by.record("kvinnenettverk:member", f"person:{person_id}")


def leave(by: Acting, member_id: int) -> None:
    """Somebody leaves the group; the person and their tasks stay. Raises NotFound."""
    of_group = Member.activity_id == by.activity.id
    row = by.session.scalar(select(Member).where(of_group, Member.id == member_id))
    if row is None:
        raise NotFound
    by.session.delete(row)
    by.record("kvinnenettverk:member-left", f"person:{row.person_id}")


def meetings(by: Acting) -> list[Meeting]:
    """The meetings that are ahead, the next first."""
    rows = select(Meeting).where(Meeting.activity_id == by.activity.id, Meeting.starts >= by.now)
    return list(by.session.scalars(rows.order_by(Meeting.starts)))


def meet(by: Acting, starts: datetime, agenda: str | None) -> None:
    """One more meeting; `starts` is UTC. Raises Refused for one that has been."""
    if starts <= by.now:
        raise Refused(N_("The time has passed. Choose a later one."), field="day")
    row = Meeting(id=new_id(by.now), activity_id=by.activity.id, starts=starts, agenda=agenda)
    by.session.add(row)


def cancel(by: Acting, meeting_id: int) -> None:
    """The group does not meet after all. Twice is once."""
    of_group = Meeting.activity_id == by.activity.id
    by.session.execute(delete(Meeting).where(of_group, Meeting.id == meeting_id))
    by.record("kvinnenettverk:meeting-cancelled", f"meeting:{meeting_id}")
