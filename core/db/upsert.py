"""INSERT … ON CONFLICT, spelled alike on both engines."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert(session: Session, entity: type[Any]) -> Any:
    """The engine's own insert, which knows `on_conflict_do_nothing` and `…_do_update`."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(entity)
    return sqlite.insert(entity)
