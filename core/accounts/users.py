"""Accounts and their roles, in the session all districts share."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from core.accounts.models import ApiToken, RoleGrant, SignInSession, User
from core.accounts.roles import Role
from core.accounts.sign_in import tidy_email
from core.audit.service import record
from core.db.ids import new_id
from core.db.tenancy import DistrictSession, PlatformSession
from core.districts.models import DistrictOrganisation
from core.problems import N_, Refused

IN_ORGANISATION = frozenset({Role.LEADER, Role.COUNTER})
"""Roles that are for one organisation, always."""

WHOLE_DISTRICT = frozenset({Role.DISTRICT_ADMIN})
"""Roles that are never for one organisation."""

_LETTERS = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
# A dot-atom of RFC 5322 at a host: what every server takes, and nothing that must be quoted
_EMAIL = re.compile(rf"{_LETTERS}(\.{_LETTERS})*@{_LABEL}(\.{_LABEL})+")
_LONGEST_EMAIL, _LONGEST_LOCAL = 254, 64


def checked_email(typed: str) -> str:
    """An e-mail address as it is compared. Raises Refused (field "email")."""
    email = tidy_email(typed)
    too_long = len(email) > _LONGEST_EMAIL or email.find("@") > _LONGEST_LOCAL
    if too_long or not _EMAIL.fullmatch(email):
        raise Refused(
            N_("This is not an e-mail address. It looks like name@example.no."), field="email"
        )
    return email


def create_user(
    session: PlatformSession,
    *,
    email: str,
    name: str,
    password_hash: str | None,
    now: datetime,
    actor: str,
) -> User:
    """A new account, without a role. Raises Refused when the e-mail has an account."""
    email = checked_email(email)
    if not name.strip():
        raise Refused(N_("Write the person's name."), field="name")
    if session.scalar(select(User.id).where(User.email == email)) is not None:
        raise Refused(N_("There is an account with this e-mail already."), field="email")
    user = User(
        id=new_id(now),
        email=email,
        name=name.strip(),
        password_hash=password_hash,
        language=None,
        created_at=now,
        last_seen_at=None,
        closed_at=None,
    )
    session.add(user)
    session.flush()
    record(session, actor, "accounts:create", f"user:{user.id}", now=now)
    return user


def grant(
    session: PlatformSession,
    user: User,
    role: Role,
    *,
    district_id: int | None,
    organisation_id: int | None,
    now: datetime,
    actor: str,
) -> RoleGrant:
    """Give a role. Raises Refused for a reach the role does not have, or when it is held already.

    `admin` has no district; the other roles have one, and an organisation that works in it.
    """
    check_reach(session, role, district_id, organisation_id)
    # Whoever gives the same role at once waits here, and then finds it held
    session.execute(select(User.id).where(User.id == user.id).with_for_update(key_share=True))
    held = roles_of(session, user.id)
    if any(
        (h.role, h.district_id, h.organisation_id) == (role, district_id, organisation_id)
        for h in held
    ):
        raise Refused(N_("%(name)s has this role already."), field="role", name=user.name)
    row = RoleGrant(
        id=new_id(now),
        user_id=user.id,
        district_id=district_id,
        organisation_id=organisation_id,
        role=role.value,
    )
    session.add(row)
    _log_role(session, actor, "accounts:grant", row, now)
    return row


def withdraw(session: PlatformSession, row: RoleGrant, *, now: datetime, actor: str) -> None:
    """Take a role away; it ends with the user's next request."""
    _log_role(session, actor, "accounts:withdraw", row, now)
    session.delete(row)


def check_reach(
    session: PlatformSession, role: Role, district_id: int | None, organisation_id: int | None
) -> None:
    """Raise Refused unless the role can be held for this district and organisation."""
    if (role is Role.ADMIN) != (district_id is None) or role is Role.DEVICE:
        raise Refused(N_("This role cannot be given here."), field="role")
    if role in IN_ORGANISATION and organisation_id is None:
        raise Refused(N_("Choose the organisation this role is for."), field="organisation")
    if organisation_id is None:
        return
    if district_id is None or role in WHOLE_DISTRICT:
        raise Refused(
            N_("This role is for the whole district. Choose no organisation."),
            field="organisation",
        )
    link = session.get(DistrictOrganisation, (district_id, organisation_id))
    if link is None or link.archived_at is not None:
        raise Refused(
            N_("Choose an organisation that works in the district."), field="organisation"
        )


def names_of_users(session: DistrictSession, ids: Collection[int]) -> dict[int, str]:
    """What accounts are called, by id; those that are closed are left out."""
    rows = session.execute(
        select(User.id, User.name).where(User.id.in_(ids), User.closed_at.is_(None))
    )
    return {row.id: row.name for row in rows}


def roles_of(session: PlatformSession, user_id: int) -> Sequence[RoleGrant]:
    """Every role a user has, anywhere, the oldest first."""
    return session.scalars(
        select(RoleGrant).where(RoleGrant.user_id == user_id).order_by(RoleGrant.id)
    ).all()


def set_password(
    session: PlatformSession,
    user: User,
    password_hash: str,
    *,
    now: datetime,
    actor: str,
    but_session: str | None = None,
) -> None:
    """Keep a new password and end the user's sessions, but the one with this token's hash."""
    user.password_hash = password_hash
    session.execute(
        delete(SignInSession).where(
            SignInSession.user_id == user.id, SignInSession.token_hash != (but_session or "")
        )
    )
    record(session, actor, "accounts:password", f"user:{user.id}", now=now)


def set_language(
    session: PlatformSession, user: User, language: str, *, now: datetime, actor: str
) -> None:
    """Keep the language a person reads."""
    user.language = language
    record(session, actor, "accounts:language", f"user:{user.id}", now=now)


def close_account(session: PlatformSession, user: User, *, now: datetime, actor: str) -> None:
    """Clear name, e-mail and password; end sessions, tokens and roles. History keeps the id."""
    user.email, user.password_hash, user.name, user.closed_at = None, None, "", now
    for kept in (SignInSession, ApiToken, RoleGrant):
        session.execute(delete(kept).where(kept.user_id == user.id))
    record(session, actor, "accounts:close", f"user:{user.id}", now=now)


def _log_role(
    session: PlatformSession, actor: str, action: str, row: RoleGrant, now: datetime
) -> None:
    record(
        session,
        actor,
        action,
        f"user:{row.user_id}",
        now=now,
        role=row.role,
        district=str(row.district_id or ""),
        organisation=str(row.organisation_id or ""),
    )
