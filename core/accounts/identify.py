"""From a token to an actor: three kinds of token, one answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from core.accounts.actors import Actor, Grant, reach
from core.accounts.models import ApiToken, RoleGrant, SignInSession, User
from core.accounts.roles import Role
from core.accounts.tokens import hashed
from core.districts.models import Organisation

_Found = Select[int, str, str | None, str, int | None, int | None]


def by_session(session: Session, token: str, now: datetime) -> Actor | None:
    """The user whose browser holds this session token, with all roles; one query, seldom two."""
    found = _user_with_grants().join(SignInSession, SignInSession.user_id == User.id)
    found = found.where(SignInSession.token_hash == hashed(token), SignInSession.expires_at > now)
    return _actor(session, found)


def by_api_token(session: Session, token: str, district_id: int) -> Actor | None:
    """The user whose program holds this token; it opens one district only."""
    found = _user_with_grants().join(ApiToken, ApiToken.user_id == User.id)
    found = found.where(ApiToken.token_hash == hashed(token), ApiToken.district_id == district_id)
    return _actor(session, found)


def grants_of(session: Session, rows: Iterable[tuple[str, int | None, int | None]]) -> list[Grant]:
    """Grants from (role, district, organisation) rows, organisations with their parts."""
    rows = list(rows)
    parents: Sequence[tuple[int, int | None]] = ()
    if any(organisation is not None for _role, _district, organisation in rows):
        parents = _parents(session)
    return [
        Grant(
            Role(role),
            district,
            None if organisation is None else reach(organisation, parents),
        )
        for role, district, organisation in rows
    ]


def _user_with_grants() -> _Found:
    grant = aliased(RoleGrant)
    return (
        select(
            User.id,
            User.name,
            User.language,
            grant.role,
            grant.district_id,
            grant.organisation_id,
        )
        .join(grant, grant.user_id == User.id, isouter=True)
        .where(User.closed_at.is_(None))
    )


def _actor(session: Session, statement: _Found) -> Actor | None:
    rows = session.execute(statement).all()
    if not rows:
        return None
    user_id, name, language = rows[0][:3]
    held = [(row[3], row[4], row[5]) for row in rows if row[3] is not None]
    return Actor("user", user_id, name, tuple(grants_of(session, held)), language=language)


def _parents(session: Session) -> Sequence[tuple[int, int | None]]:
    rows = session.execute(select(Organisation.id, Organisation.parent_id))
    return [(child, parent) for child, parent in rows]
