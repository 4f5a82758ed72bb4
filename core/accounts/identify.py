"""From a token to an actor: three kinds of token, one answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.orm import aliased

from core.accounts.actors import Actor, Grant, reach
from core.accounts.models import ApiToken, RoleGrant, SignInSession, User
from core.accounts.roles import Role
from core.accounts.tokens import hashed
from core.districts.models import Organisation

_GRANT = aliased(RoleGrant)
_PART = aliased(Organisation)
_USER = (
    select(
        User.id,
        User.name,
        User.language,
        _GRANT.role,
        _GRANT.district_id,
        _GRANT.organisation_id,
        _PART.id.label("part"),
    )
    .join(_GRANT, _GRANT.user_id == User.id, isouter=True)
    .join(_PART, _PART.parent_id == _GRANT.organisation_id, isouter=True)
    .where(User.closed_at.is_(None))
)
# Built once: every request asks one of these, and building costs more than asking.
_BY_SESSION = _USER.join(SignInSession, SignInSession.user_id == User.id).where(
    SignInSession.token_hash == bindparam("token"), SignInSession.expires_at > bindparam("now")
)
_BY_API_TOKEN = _USER.join(ApiToken, ApiToken.user_id == User.id).where(
    ApiToken.token_hash == bindparam("token"), ApiToken.district_id == bindparam("district")
)
_PARENTS = select(Organisation.id, Organisation.parent_id)


def by_session(connection: Connection, token: str, now: datetime) -> Actor | None:
    """The user whose browser holds this session token, with all roles; one query, at times two."""
    return _actor(connection, _BY_SESSION, token=hashed(token), now=now)


def by_api_token(connection: Connection, token: str, district_id: int) -> Actor | None:
    """The user whose program holds this token; it opens one district only."""
    return _actor(connection, _BY_API_TOKEN, token=hashed(token), district=district_id)


def grants_of(
    parents: Iterable[tuple[int, int | None]], rows: Iterable[tuple[str, int | None, int | None]]
) -> list[Grant]:
    """Grants from (role, district, organisation) rows, organisations with their parts.

    `parents` are the organisations that are or have parts: (id, id of what it is a part of).
    """
    parents = list(parents)
    return [
        Grant(
            Role(role),
            district,
            None if organisation is None else reach(organisation, parents),
        )
        for role, district, organisation in rows
    ]


def _actor(
    connection: Connection, statement: Select[*tuple[Any, ...]], **parameters: object
) -> Actor | None:
    rows = connection.execute(statement, parameters).all()
    if not rows:
        return None
    user_id, name, language = rows[0][:3]
    held = dict.fromkeys((row[3], row[4], row[5]) for row in rows if row[3] is not None)
    # Most organisations have no parts, and then there is nothing more to ask.
    parents = parents_of(connection) if any(row.part is not None for row in rows) else ()
    return Actor("user", user_id, name, tuple(grants_of(parents, held)), language=language)


def parents_of(connection: Connection) -> Sequence[tuple[int, int | None]]:
    """Every organisation with what it is a part of."""
    return [(child, parent) for child, parent in connection.execute(_PARENTS)]
