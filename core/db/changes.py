"""Being told of changes to rows of some classes, however a district's session makes them."""

from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, UOWTransaction

from core.db.base import Base
from core.db.tenancy import DistrictSession


def when_changed(classes: tuple[type[Base], ...], then: Callable[[DistrictSession], None]) -> None:
    """Call `then` in the transaction of the change. It must use the session's connection: within a
    flush the session itself cannot be asked.
    """

    @event.listens_for(DistrictSession, "after_flush")
    def _flushed(session: DistrictSession, _context: UOWTransaction) -> None:
        changed = (*session.new, *session.dirty, *session.deleted)
        if any(isinstance(row, classes) for row in changed):
            then(session)

    @event.listens_for(DistrictSession, "do_orm_execute")
    def _executed(state: ORMExecuteState) -> None:
        changes = state.is_insert or state.is_update or state.is_delete
        if changes and any(issubclass(one.class_, classes) for one in state.all_mappers):
            assert isinstance(state.session, DistrictSession)  # noqa: S101 (for the type)
            then(state.session)
