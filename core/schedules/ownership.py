"""Who owns an offer, until when it goes on, and when it is looked at again.

An offer without an owner, or past its last day or its review, outlives nobody's attention: that is
what the district's report paid for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.accounts.actors import Access, reach
from core.accounts.models import RoleGrant, User
from core.accounts.roles import Permission, Role
from core.accounts.users import names_of_users
from core.audit.service import record
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.people.accounts import people_of
from core.problems import N_, NotFound, Refused
from core.schedules.models import Activity

SOON = timedelta(days=30)
_HOLDERS = frozenset({Role.LEADER, Role.STAFF, Role.DISTRICT_ADMIN})
MOST_LETTERS = 100


@dataclass(frozen=True)
class Ownership:
    """`owner_role` is a position people know, as "mangfoldskontakten"; the users fill it now.

    Dates are local; `continues_until` is the last day of the offer.
    """

    owner_role: str | None
    owner_id: int | None
    deputy_id: int | None
    continues_until: date | None
    review_on: date | None


class Lack(StrEnum):
    """What an offer lacks, most pressing first."""

    NO_OWNER = "no-owner"
    RUN_OUT = "run-out"
    RUNS_OUT = "runs-out"
    OVERDUE = "overdue"
    NO_DEPUTY = "no-deputy"
    NO_REVIEW = "no-review"


@dataclass(frozen=True)
class Attention:
    """An offer and what it lacks; `day` is the day that is past or near, where there is one."""

    activity: Activity
    lack: Lack
    day: date | None = None


def ownership_of(activity: Activity) -> Ownership:
    """What is written down."""
    return Ownership(
        activity.owner_role,
        activity.owner_id,
        activity.deputy_id,
        activity.continues_until,
        activity.review_on,
    )


def owns(access: Access, activity: Activity) -> bool:
    """Whether the actor's account is the owner's or the deputy's."""
    user = access.actor.id if access.actor.kind == "user" else None
    return user is not None and user in {activity.owner_id, activity.deputy_id}


def set_ownership(
    session: DistrictSession, access: Access, activity: Activity, wanted: Ownership, now: datetime
) -> None:
    """Write down who owns an offer and until when.

    A user who is named is one of the `holders`, or is named already. Raises Forbidden, NotFound
    for anybody else, and Refused with the field.
    """
    access.require(Permission.OWNER_EDIT, activity.organisation_id)
    role = (wanted.owner_role or "").strip() or None
    if role is not None and len(role) > MOST_LETTERS:
        raise Refused(N_("Write it in at most %(n)s letters."), field="owner_role", n=MOST_LETTERS)
    if wanted.owner_id is not None and wanted.owner_id == wanted.deputy_id:
        raise Refused(N_("Choose somebody else than the owner as deputy."), field="deputy_id")
    known = {user_id for user_id, _name in holders(session, access, activity)}
    kept = {activity.owner_id, activity.deputy_id}
    for user_id in (wanted.owner_id, wanted.deputy_id):
        if user_id is not None and user_id not in known | kept:
            raise NotFound
    before = ownership_of(activity)
    activity.owner_role = role
    activity.owner_id, activity.deputy_id = wanted.owner_id, wanted.deputy_id
    activity.continues_until, activity.review_on = wanted.continues_until, wanted.review_on
    changed = {
        name: str(value)
        for name, value in asdict(ownership_of(activity)).items()
        if value != getattr(before, name)
    }
    if changed:
        record(
            session,
            access.actor.reference,
            "schedules:owner",
            f"activity:{activity.id}",
            now=now,
            **changed,
        )


def holders(session: DistrictSession, access: Access, activity: Activity) -> list[tuple[int, str]]:
    """The users who can own the offer or be its deputy: id and name, by name.

    They have a role for the activity's organisation, for one it is a part of, or for the whole
    district. Whoever keeps the district's accounts may choose them all, others those of the
    organisations whose people they see.
    """
    parents = session.execute(select(Organisation.id, Organisation.parent_id)).all()
    rows = [(row.id, row.parent_id) for row in parents]
    above = [one for one, _parent in rows if activity.organisation_id in reach(one, rows)]
    where = RoleGrant.district_id == session.district_id
    if not access.may(Permission.USERS_EDIT):
        where &= people_of(session, access)
    found = session.execute(
        select(User.id, User.name)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            where,
            RoleGrant.role.in_([role.value for role in _HOLDERS]),
            RoleGrant.organisation_id.in_(above) | RoleGrant.organisation_id.is_(None),
            User.closed_at.is_(None),
        )
        .order_by(User.name)
        .distinct()
    )
    return [(row.id, row.name) for row in found]


def names_of(session: DistrictSession, activity: Activity) -> Mapping[int, str]:
    """What the owner and the deputy are called; those whose account is closed are left out."""
    ids = [one for one in (activity.owner_id, activity.deputy_id) if one is not None]
    return names_of_users(session, ids)


def attention(session: DistrictSession, today: date) -> Sequence[Attention]:
    """What offers in use lack on this local date, by what presses most, then by name.

    An owner or deputy whose account is closed counts as none. One query.
    """
    owner, deputy = aliased(User), aliased(User)
    rows = session.execute(
        select(Activity, owner.closed_at.label("owner_gone"), deputy.closed_at.label("deputy_gone"))
        .join(owner, owner.id == Activity.owner_id, isouter=True)
        .join(deputy, deputy.id == Activity.deputy_id, isouter=True)
        .where(Activity.archived_at.is_(None))
        .order_by(Activity.name)
    )
    found = []
    for row in rows:
        kept = ownership_of(row.Activity)
        if row.owner_gone:
            kept = replace(kept, owner_role=None, owner_id=None)
        if row.deputy_gone:
            kept = replace(kept, deputy_id=None)
        found += [Attention(row.Activity, lack, day) for lack, day in lacks(kept, today)]
    order = list(Lack)
    return sorted(found, key=lambda one: order.index(one.lack))


def lacks(kept: Ownership, today: date) -> list[tuple[Lack, date | None]]:
    """What is missing, past or near on this local date, with the day where there is one."""
    found: list[tuple[Lack, date | None]] = []
    if not kept.owner_role:
        found.append((Lack.NO_OWNER, None))
    if kept.deputy_id is None:
        found.append((Lack.NO_DEPUTY, None))
    last, review = kept.continues_until, kept.review_on
    if last is not None and last <= today + SOON:
        found.append((Lack.RUN_OUT if last < today else Lack.RUNS_OUT, last))
    if review is None:
        found.append((Lack.NO_REVIEW, None))
    elif review < today:
        found.append((Lack.OVERDUE, review))
    return found
