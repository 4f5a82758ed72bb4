"""Two kinds of session: one for a district, one for what all districts share.

The district session adds the district to every ORM statement and refuses to write a row of
another one. The platform session refuses district-owned tables altogether. PostgreSQL repeats
the first rule by forced row-level security (see `migration_tools.protect`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, event, false, inspect, text
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    Mapper,
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    with_loader_criteria,
)

from core.db.base import Scoped
from core.db.remembered import Remembered

Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])
_NOTHING = with_loader_criteria(Scoped, false(), include_aliases=True)


class WrongDistrict(Exception):
    """A statement reached for a row of another district: a bug, never a person's mistake."""


class _ByStatement(Session):
    """What goes past the events below, and so past the district, is refused."""

    def bulk_save_objects(self, *_arguments: Any, **_options: Any) -> None:
        """Refused."""
        raise WrongDistrict("execute insert(…) or update(…) with the rows as parameters")

    bulk_insert_mappings = bulk_update_mappings = bulk_save_objects


class DistrictSession(_ByStatement):
    """Sees and writes one district's rows, and what all districts share.

    In a transaction it has joined it begins its own part only when it is used: what is prepared
    needs none.
    """

    def __init__(
        self,
        *args: Any,
        district_id: int,
        remembered: Remembered | None = None,
        within: LoaderCriteriaOption,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.district_id = district_id
        self.within = within
        self.remembered = remembered or Remembered()
        self.bare: Connection | None = None
        self._joined: Connection | None = None
        self._last: list[Callable[[DistrictSession], None]] = []

    def join(self, connection: Connection) -> None:
        """Work in the transaction that the connection it was made on has begun."""
        self.bare = self._joined = connection
        _tell_database(self, connection)

    def held(self, rows: Rows, of: Any = None) -> Rows:
        """Rows that are ours until the end where this session writes, all or those `of` a table.

        Whoever only looks waits for nobody, and nobody for them: PostgreSQL refuses them the lock.
        """
        writes = self._joined is not None
        return rows.with_for_update(of=of, key_share=True) if writes else rows

    def at_the_end(self, what: Callable[["DistrictSession"], None]) -> None:
        """Do it once, when all else is written: for a row that many writers need at once."""
        if what not in self._last:
            self._last.append(what)

    def finish(self) -> None:
        """Write what is left; the transaction ends next."""
        self.flush()
        for what in self._last:
            what(self)


class PlatformSession(_ByStatement):
    """Sees only what all districts share: districts, organisations, users, roles, sessions."""

    def join(self, connection: Connection) -> None:
        """Work in the transaction that the connection it was made on has begun: nothing to do."""

    def finish(self) -> None:
        """Write what is left; the transaction ends next."""
        self.flush()


def _is_scoped(mapper: Mapper[Any]) -> bool:
    return issubclass(mapper.class_, Scoped)


def _check_is_orm(state: ORMExecuteState) -> None:
    if not state.is_orm_statement:
        raise WrongDistrict("a session runs statements of mapped classes; see core.db.prepared")


def _rows(parameters: Any) -> Iterable[Mapping[str, Any]]:
    if not parameters:
        return ()
    return parameters if isinstance(parameters, list) else (parameters,)


def _check_bulk(state: ORMExecuteState, district_id: int) -> None:
    """Inserts and updates by primary key carry their own district: it must be this one."""
    if not any(_is_scoped(mapper) for mapper in state.all_mappers):
        return
    if state.is_insert and not state.parameters:
        raise WrongDistrict("an insert names its rows as parameters, each with its district")
    for row in _rows(state.parameters):
        if row.get("district_id", None if state.is_insert else district_id) != district_id:
            raise WrongDistrict(f"{row.get('district_id')} is written in {district_id}'s session")


def within(district_id: int) -> LoaderCriteriaOption:
    """What keeps an ORM statement within a district.

    It is worth keeping: to make it takes longer than SQLite takes to answer a small question.
    """
    return with_loader_criteria(
        Scoped, lambda entity: entity.district_id == district_id, include_aliases=True
    )


@event.listens_for(DistrictSession, "do_orm_execute")
def _scope_statement(state: ORMExecuteState) -> None:
    _check_is_orm(state)
    session = state.session
    assert isinstance(session, DistrictSession)  # noqa: S101 (narrows the type for the reader)
    district_id = session.district_id
    if state.is_insert or (state.is_update and state.parameters):
        _check_bulk(state, district_id)
    if not state.is_insert:
        state.statement = state.statement.options(session.within)


@event.listens_for(DistrictSession, "before_flush")
def _check_flush(session: DistrictSession, _context: UOWTransaction, _instances: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, Scoped):
            continue
        if row in session.new and "district_id" not in row.__dict__:
            row.district_id = session.district_id
        if row.district_id != session.district_id:
            raise WrongDistrict(f"{row!r} is written in {session.district_id}'s session")


@event.listens_for(DistrictSession, "after_begin")
def _keep_connection(
    session: DistrictSession, _transaction: SessionTransaction, connection: Connection
) -> None:
    if session.bare is None:
        session.bare = connection
        _tell_database(session, connection)


def _tell_database(session: DistrictSession, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT set_config('innbyggerbasen.district', :district, true)"),
            {"district": str(session.district_id)},
        )


@event.listens_for(DistrictSession, "after_transaction_end")
def _forget_connection(session: DistrictSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.bare = session._joined  # noqa: SLF001


@event.listens_for(DistrictSession, "after_rollback")
def _forget_the_end(session: DistrictSession) -> None:
    """What was undone needs nothing done at its end."""
    session._last.clear()  # noqa: SLF001


@event.listens_for(PlatformSession, "do_orm_execute")
def _refuse_scoped(state: ORMExecuteState) -> None:
    _check_is_orm(state)
    if any(_is_scoped(mapper) for mapper in state.all_mappers):
        raise WrongDistrict("a district's rows are reached through its own session only")
    if not state.is_insert:  # a district's table that is only joined finds nothing
        state.statement = state.statement.options(_NOTHING)


@event.listens_for(PlatformSession, "before_flush")
def _refuse_scoped_rows(
    session: PlatformSession, _context: UOWTransaction, _instances: object
) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if _is_scoped(inspect(row).mapper):
            raise WrongDistrict("a district's rows are written through its own session only")
