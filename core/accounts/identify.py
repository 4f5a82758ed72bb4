"""From a token to an actor: three kinds of token, one answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import aliased

from core.accounts.actors import Actor, Grant, reach
from core.accounts.models import ApiToken, RoleGrant, SignInSession, User
from core.accounts.roles import Role
from core.accounts.tokens import hashed
from core.db.prepared import Spelled
from core.districts.models import District, DistrictPlugin, Organisation

_GRANT = aliased(RoleGrant)
_PART = aliased(Organisation)
_COLUMNS = (
    User.id,
    User.name,
    User.language,
    _GRANT.role,
    _GRANT.district_id,
    _GRANT.organisation_id,
    _PART.id.label("part"),
)
_USER = (
    select(*_COLUMNS)
    .join(_GRANT, _GRANT.user_id == User.id, isouter=True)
    .join(_PART, _PART.parent_id == _GRANT.organisation_id, isouter=True)
    .where(User.closed_at.is_(None))
)
_SIGNED_IN = and_(
    SignInSession.token_hash == bindparam("token"), SignInSession.expires_at > bindparam("now")
)
# Built once: every request asks one of these, and building costs more than asking.
_BY_SESSION = _USER.join(SignInSession, SignInSession.user_id == User.id).where(_SIGNED_IN)


def _coming(plugins_together: ColumnElement[str]) -> Select[*tuple[Any, ...]]:
    switched_on = (
        select(plugins_together)
        .where(DistrictPlugin.district_id == District.id, DistrictPlugin.enabled.is_(True))
        .scalar_subquery()
    )
    return (
        select(
            District.id.label("district"),
            District.name.label("district_name"),
            District.accessibility_url,
            switched_on,
            *_COLUMNS,
        )
        .select_from(District)
        .join(SignInSession, _SIGNED_IN, isouter=True)
        .join(User, (User.id == SignInSession.user_id) & User.closed_at.is_(None), isouter=True)
        .join(_GRANT, _GRANT.user_id == User.id, isouter=True)
        .join(_PART, _PART.parent_id == _GRANT.organisation_id, isouter=True)
        .where(District.slug == bindparam("slug"))
    )


_ARRIVAL = Spelled(
    _coming(func.group_concat(DistrictPlugin.plugin, literal_column("' '"))),
    _coming(func.string_agg(DistrictPlugin.plugin, literal_column("' '"))),
)
_BY_API_TOKEN = _USER.join(ApiToken, ApiToken.user_id == User.id).where(
    ApiToken.token_hash == bindparam("token"), ApiToken.district_id == bindparam("district")
)
_PARENTS = select(Organisation.id, Organisation.parent_id)


@dataclass(frozen=True)
class Arrival:
    """What a request to a district begins with: the district, what is on in it, and who asks."""

    district_id: int
    district_name: str
    accessibility_url: str | None
    plugins: frozenset[str]
    actor: Actor | None


def arrive(connection: Connection, slug: str, token: str | None, now: datetime) -> Arrival | None:
    """The district with this slug and the user whose browser holds the token, in one statement.

    None when there is no such district; without a token, or with an old one, nobody is found.
    """
    parameters = {"slug": slug, "token": hashed(token) if token else None, "now": now}
    rows = _ARRIVAL.run(connection, parameters)
    if not rows:
        return None
    district, name, url, plugins = rows[0][:4]
    actor = _actor(connection, [row[4:] for row in rows])
    return Arrival(district, name, url, frozenset((plugins or "").split()), actor)


def by_session(connection: Connection, token: str, now: datetime) -> Actor | None:
    """The user whose browser holds this session token, with all roles; one query, at times two."""
    parameters = {"token": hashed(token), "now": now}
    return _actor(connection, connection.execute(_BY_SESSION, parameters).all())


def by_api_token(connection: Connection, token: str, district_id: int) -> Actor | None:
    """The user whose program holds this token; it opens one district only."""
    parameters = {"token": hashed(token), "district": district_id}
    return _actor(connection, connection.execute(_BY_API_TOKEN, parameters).all())


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


def _actor(connection: Connection, rows: Sequence[Sequence[Any]]) -> Actor | None:
    if not rows or rows[0][0] is None:
        return None
    user_id, name, language = rows[0][:3]
    held = dict.fromkeys((row[3], row[4], row[5]) for row in rows if row[3] is not None)
    # Most organisations have no parts, and then there is nothing more to ask.
    parents = parents_of(connection) if any(row[6] is not None for row in rows) else ()
    return Actor("user", user_id, name, tuple(grants_of(parents, held)), language=language)


def parents_of(connection: Connection) -> Sequence[tuple[int, int | None]]:
    """Every organisation with what it is a part of."""
    return [(child, parent) for child, parent in connection.execute(_PARENTS)]
