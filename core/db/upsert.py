"""INSERT … ON CONFLICT, spelled alike on both engines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.db.ids import new_ids
from core.db.tenancy import DistrictSession


def insert(session: Session, entity: type[Any]) -> Any:
    """The engine's own insert, which knows `on_conflict_do_nothing` and `…_do_update`."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(entity)
    return sqlite.insert(entity)


def add_missing(
    session: DistrictSession,
    entity: type[Any],
    key: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    now: datetime,
) -> None:
    """Add the district's rows whose unique key is not there yet; each gets an id of `now` (UTC).

    The key is named: left open, a row that meets another in anything else would be lost unsaid.
    """
    numbered = [
        {**row, "district_id": session.district_id, "id": number}
        for number, row in zip(new_ids(now, len(rows)), rows, strict=True)
    ]
    if numbered:
        missing = insert(session, entity).on_conflict_do_nothing(index_elements=key)
        session.execute(missing, numbered)
