"""Statements that are built once and run often: those that every count passes through.

Building a statement costs more than running it. These run on the session's connection, past the
criteria that keep ORM statements within a district; so each has a parameter `district_id`, and
only the session fills it in.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, CursorResult, Executable, Insert, Select
from sqlalchemy.dialects import registry

from core.db.tenancy import DistrictSession, WrongDistrict

Rows: TypeAlias = CursorResult[*tuple[Any, ...]]
Statement: TypeAlias = Insert | Select[*tuple[Any, ...]]
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


class Spelled:
    """A statement of every request or tap, spelled once: SQLAlchemy's part of running it is over.

    On SQLite the driver gets it as it is, which takes a third of the time; values are converted as
    SQLAlchemy would. Its rows are sequences, and what it breaks is told in the driver's errors.
    PostgreSQL is far enough away for that to make no difference.
    """

    def __init__(self, sqlite: Statement, postgresql: Statement) -> None:
        """Each names all its parameters with `bindparam`, or by its columns; ValueError else."""
        self._elsewhere = postgresql
        dialect = _DIALECTS["sqlite"]
        compiled = sqlite.compile(dialect=dialect)
        self._text = str(compiled)
        if "POSTCOMPILE" in self._text:
            raise ValueError(f"it is not spelled before its values are known: {self._text}")
        self._values = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]
        converts = [
            column["type"].dialect_impl(dialect).result_processor(dialect, None)
            for column in _described(sqlite)
        ]
        self._converted = [(at, convert) for at, convert in enumerate(converts) if convert]

    def run(
        self, connection: Connection, parameters: Mapping[str, object]
    ) -> Sequence[Sequence[Any]]:
        """Run it in the connection's transaction, or before one."""
        if connection.dialect.name != "sqlite":
            return connection.execute(self._elsewhere, parameters).all()
        values = [
            convert(parameters[name]) if convert else parameters[name]
            for name, convert in self._values
        ]
        driver: Any = connection.connection.driver_connection
        found: list[Sequence[Any]] = driver.execute(self._text, values).fetchall()
        return [self._row(row) for row in found] if self._converted else found

    def _row(self, found: Sequence[Any]) -> Sequence[Any]:
        row = list(found)
        for at, convert in self._converted:
            row[at] = convert(row[at])
        return row


class Direct:
    """A statement of every tap: while it runs on SQLite, all other writers wait."""

    def __init__(self, sqlite: Statement, postgresql: Statement) -> None:
        """Raises WrongDistrict when it names no district."""
        self._prepared = Prepared(sqlite, postgresql)
        self._spelled = Spelled(sqlite, postgresql)

    def run(self, session: DistrictSession, **parameters: object) -> Iterable[Sequence[Any]]:
        """Run it in the session's district."""
        return self.run_many(session, [parameters])

    def run_many(
        self, session: DistrictSession, rows: Sequence[Mapping[str, object]]
    ) -> Iterable[Sequence[Any]]:
        """Run it in the session's district with each row; several are inserted."""
        if len(rows) > 1:
            return self._prepared.run_many(session, rows)
        session.flush()
        connection = session.bare or session.connection()
        return self._spelled.run(connection, {**rows[0], "district_id": session.district_id})


def _described(statement: Statement) -> Sequence[Any]:
    found: Sequence[Any] = (
        statement.column_descriptions
        if isinstance(statement, Select)
        else statement.returning_column_descriptions
    )
    return found
