"""The users of one district, as its administrator sees them: those with a role in it, no others.

An account may have roles in several districts. Its password and its life belong to the person and
to the administrator of all; a district's administrator decides about the roles here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.models import RoleGrant, User
from core.accounts.roles import Permission, Role
from core.accounts.sign_in import find_user
from core.accounts.users import (
    check_reach,
    checked_email,
    close_account,
    create_user,
    grant,
    roles_of,
    set_password,
    withdraw,
)
from core.db.tenancy import PlatformSession
from core.districts.models import Organisation
from core.matching import alphabetical
from core.problems import N_, NotFound, Refused

GIVABLE = (Role.DISTRICT_ADMIN, Role.LEADER, Role.STAFF, Role.COUNTER, Role.VIEWER)
"""The roles that can be given in a district; `admin` never is."""


@dataclass(frozen=True)
class Held:
    """A role held here. No organisation: the whole district."""

    id: int
    role: Role
    organisation_id: int | None
    organisation: str | None


@dataclass(frozen=True)
class Member:
    """A user with a role in this district. What the account is elsewhere is not told."""

    id: int
    name: str
    email: str
    last_seen_at: datetime | None
    roles: tuple[Held, ...]


@dataclass(frozen=True)
class AddedMember:
    """`was_known`: the e-mail had an account, which keeps its own name and password."""

    user_id: int
    name: str
    was_known: bool


def members(session: PlatformSession, access: Access) -> list[Member]:
    """Everybody with a role in this district, by name."""
    access.require(Permission.USERS_EDIT)
    return sorted(_members(session, access), key=lambda member: alphabetical(member.name))


def member(session: PlatformSession, access: Access, user_id: int) -> Member:
    """One of them. Raises NotFound for a user without a role here."""
    access.require(Permission.USERS_EDIT)
    found = _members(session, access, user_id)
    if not found:
        raise NotFound
    return found[0]


def add(
    session: PlatformSession,
    access: Access,
    *,
    email: str,
    name: str,
    role: Role,
    organisation_id: int | None,
    password_hash: str,
    now: datetime,
) -> AddedMember:
    """Give a role here to a new account, or to the one that has this e-mail. Raises Refused."""
    _check_givable(access, role)
    email, by = checked_email(email), access.actor.reference
    check_reach(session, role, access.district_id, organisation_id)
    user = find_user(session, email)
    was_known = user is not None
    if user is None:
        user = create_user(
            session, email=email, name=name, password_hash=password_hash, now=now, actor=by
        )
    grant(
        session,
        user,
        role,
        district_id=access.district_id,
        organisation_id=organisation_id,
        now=now,
        actor=by,
    )
    return AddedMember(user.id, user.name, was_known)


def give_role(
    session: PlatformSession,
    access: Access,
    user_id: int,
    role: Role,
    organisation_id: int | None,
    now: datetime,
    *,
    instead_of: int | None = None,
) -> None:
    """Give a further role here, or one `instead_of` another (a grant's id). Raises Refused."""
    _check_givable(access, role)
    user = _user(session, access, user_id)
    if instead_of is not None:
        withdraw(
            session,
            _grant(session, access, user_id, instead_of),
            now=now,
            actor=access.actor.reference,
        )
        session.flush()
    grant(
        session,
        user,
        role,
        district_id=access.district_id,
        organisation_id=organisation_id,
        now=now,
        actor=access.actor.reference,
    )


def take_role(
    session: PlatformSession, access: Access, user_id: int, grant_id: int, now: datetime
) -> bool:
    """Take a role away; False when it was the last one here, and the user is gone from the list."""
    access.require(Permission.USERS_EDIT)
    _not_oneself(access, user_id)
    row = _grant(session, access, user_id, grant_id)
    withdraw(session, row, now=now, actor=access.actor.reference)
    session.flush()
    return any(g.district_id == access.district_id for g in roles_of(session, user_id))


def decides_over(session: PlatformSession, access: Access, user_id: int) -> bool:
    """Whether the account is this district's alone, so that its administrator may end it."""
    return access.may(Permission.PLATFORM_EDIT) or all(
        row.district_id == access.district_id for row in roles_of(session, user_id)
    )


def new_password(
    session: PlatformSession, access: Access, user_id: int, password_hash: str, now: datetime
) -> None:
    """Set a password and end the user's sessions. Raises Refused for an account used elsewhere."""
    user = _own_user(session, access, user_id)
    set_password(session, user, password_hash, now=now, actor=access.actor.reference)


def close(session: PlatformSession, access: Access, user_id: int, now: datetime) -> None:
    """Close the account for good. Raises Refused for one's own, and one used elsewhere."""
    _not_oneself(access, user_id)
    close_account(
        session, _own_user(session, access, user_id), now=now, actor=access.actor.reference
    )


def _members(session: PlatformSession, access: Access, user_id: int | None = None) -> list[Member]:
    statement = (
        select(User, RoleGrant, Organisation.name)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id, isouter=True)
        .where(RoleGrant.district_id == access.district_id, User.closed_at.is_(None))
        .order_by(RoleGrant.id)
    )
    if user_id is not None:
        statement = statement.where(User.id == user_id)
    users: dict[int, User] = {}
    held: dict[int, list[Held]] = {}
    for user, row, organisation in session.execute(statement):
        users[user.id] = user
        held.setdefault(user.id, []).append(
            Held(row.id, Role(row.role), row.organisation_id, organisation)
        )
    return [_member(user, held[user.id]) for user in users.values()]


def _member(user: User, held: Iterable[Held]) -> Member:
    return Member(user.id, user.name, user.email or "", user.last_seen_at, tuple(held))


def _user(session: PlatformSession, access: Access, user_id: int) -> User:
    """A user with a role here, whose roles the actor may change."""
    access.require(Permission.USERS_EDIT)
    _not_oneself(access, user_id)
    member(session, access, user_id)
    return session.get_one(User, user_id)


def _own_user(session: PlatformSession, access: Access, user_id: int) -> User:
    found = member(session, access, user_id)
    if not decides_over(session, access, user_id):
        raise Refused(
            N_(
                "%(name)s has roles outside this district, too. You can change the roles here; "
                "ask an administrator for the rest."
            ),
            name=found.name,
        )
    return session.get_one(User, user_id)


def _grant(session: PlatformSession, access: Access, user_id: int, grant_id: int) -> RoleGrant:
    row = session.get(RoleGrant, grant_id)
    if row is None or row.user_id != user_id or row.district_id != access.district_id:
        raise NotFound
    return row


def _check_givable(access: Access, role: Role) -> None:
    access.require(Permission.USERS_EDIT)
    if role not in GIVABLE:
        raise Refused(N_("This role cannot be given here."), field="role")


def _not_oneself(access: Access, user_id: int) -> None:
    if access.actor.kind == "user" and access.actor.id == user_id:
        raise Refused(N_("You cannot change your own roles. Ask another administrator."))
