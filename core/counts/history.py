"""What was entered on a day, press by press: from whom, when, and what it changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import or_, select

from core.accounts.actors import Access
from core.accounts.models import Device, RoleGrant, User
from core.accounts.roles import Role
from core.counts.events import Source
from core.counts.models import CountEvent
from core.db.tenancy import DistrictSession
from core.people.accounts import people_of

_WIDEST = tuple(Role)


@dataclass(frozen=True)
class Entry:
    """One press or form. `changes` and `after` are by category; `actor` is a reference."""

    actor: str
    source: Source
    reason: str | None
    tapped_at: datetime
    received_at: datetime
    changes: dict[str, int]
    after: dict[str, int]
    undone: bool


def entries_of(session: DistrictSession, occurrence_id: int) -> list[Entry]:
    """Everything entered on a day, the latest first."""
    rows = session.scalars(
        select(CountEvent)
        .where(CountEvent.occurrence_id == occurrence_id)
        .order_by(
            CountEvent.received_at, CountEvent.tapped_at, CountEvent.press, CountEvent.category
        )
    ).all()
    undone = {row.undoes for row in rows if row.undoes}
    totals: dict[str, int] = {}
    entries = []
    for _press, group in groupby(rows, key=lambda row: row.press):
        run = list(group)
        for row in run:
            totals[row.category] = totals.get(row.category, 0) + row.n
        entries.append(_entry(run, totals, undone))
    return entries[::-1]


def _entry(run: Sequence[CountEvent], totals: dict[str, int], undone: Collection[object]) -> Entry:
    first = run[0]
    return Entry(
        actor=first.actor,
        source=Source(first.source),
        reason=first.reason,
        tapped_at=first.tapped_at,
        received_at=first.received_at,
        changes={row.category: row.n for row in run},
        after={row.category: totals[row.category] for row in run},
        undone=all(row.id in undone for row in run),
    )


@dataclass(frozen=True)
class Who:
    """Who entered something: a name or a device's label; only a role where the name is not told."""

    name: str | None = None
    role: Role | None = None


def who_entered(
    session: DistrictSession, access: Access, references: Collection[str]
) -> dict[str, Who]:
    """What this reader is told of those who counted. Another organisation's people have no name."""
    users = _numbers(references, "user")
    devices = _numbers(references, "device")
    roles = session.execute(
        select(RoleGrant.user_id, RoleGrant.role).where(
            RoleGrant.user_id.in_(users),
            or_(RoleGrant.district_id == session.district_id, RoleGrant.district_id.is_(None)),
        )
    ).all()
    known = select(RoleGrant.user_id).where(people_of(session, access))
    names = session.execute(
        select(User.id, User.name).where(
            User.id.in_(users), or_(User.id == access.actor.id, User.id.in_(known))
        )
    )
    labels = session.execute(select(Device.id, Device.label).where(Device.id.in_(devices)))
    widest = {
        f"user:{row.user_id}": Who(role=Role(row.role))
        for row in sorted(roles, key=lambda row: _WIDEST.index(Role(row.role)), reverse=True)
    }
    named = {f"user:{row.id}": Who(row.name) for row in names}
    return widest | named | {f"device:{row.id}": Who(row.label) for row in labels}


def _numbers(references: Collection[str], kind: str) -> list[int]:
    split = (reference.partition(":") for reference in references)
    return [int(number) for found, _colon, number in split if found == kind]
