"""Statements that are built once and run often: those that every count passes through.

Building a statement costs more than running it. These run on the session's connection, past the
criteria that keep ORM statements within a district; so each has a parameter `district_id`, and
only the session fills it in.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import CursorResult, Executable, Select
from sqlalchemy.dialects import registry

from core.db.tenancy import DistrictSession, WrongDistrict

Rows: TypeAlias = CursorResult[*tuple[Any, ...]]
_DIALECTS: Mapping[str, Any] = {name: registry.load(name)() for name in ("postgresql", "sqlite")}


class Prepared:
    """One statement, spelled for each engine. Raises WrongDistrict when it names no district."""

    def __init__(self, sqlite: Executable, postgresql: Executable) -> None:
        self._spelled = {"sqlite": sqlite, "postgresql": postgresql}
        for name, statement in self._spelled.items():
            compiled = statement.compile(dialect=_DIALECTS[name])  # type: ignore[attr-defined]
            if "district_id" not in compiled.params:
                raise WrongDistrict(f"{statement} does not say whose rows it means")

    @classmethod
    def select(cls, statement: Select[*tuple[Any, ...]]) -> "Prepared":
        """A query, which both engines spell alike."""
        return cls(statement, statement)

    def run(self, session: DistrictSession, **parameters: object) -> Rows:
        """Run it in the session's district."""
        return self._execute(session, {**parameters, "district_id": session.district_id})

    def run_many(self, session: DistrictSession, rows: Sequence[Mapping[str, object]]) -> Rows:
        """Insert rows into the session's district."""
        district = {"district_id": session.district_id}
        if len(rows) == 1:  # a tap; one row needs none of the machinery that sends many
            return self._execute(session, {**rows[0], **district})
        return self._execute(session, [{**row, **district} for row in rows])

    def run_in_flush(self, session: DistrictSession, **parameters: object) -> Rows:
        """Run it in the midst of a flush, when the session cannot be asked for another."""
        return self._send(session, {**parameters, "district_id": session.district_id})

    def _execute(self, session: DistrictSession, parameters: Any) -> Rows:
        session.flush()  # as the session's own queries do
        return self._send(session, parameters)

    def _send(self, session: DistrictSession, parameters: Any) -> Rows:
        connection = session.bare or session.connection()
        return connection.execute(self._spelled[connection.dialect.name], parameters)
