"""A connection that has rested may be gone; one that was just given back is not asked."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

_GIVEN_BACK = "innbyggerbasen_given_back"
_RESTED_SECONDS = 0.5


def ask_after_rest(engine: Engine, clock: Callable[[], float]) -> None:
    """Ask each connection that has rested for half a second whether it is still there.

    SQLAlchemy would ask before each use, which takes a third of what begins a request. A server
    that has gone in the meantime is told of by the first question, as it is in the middle of one.
    `clock` tells seconds, and never goes back.
    """

    def given_back(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info[_GIVEN_BACK] = clock()

    def taken(connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        since = entry.info.get(_GIVEN_BACK)
        if since is None or clock() - since < _RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # All that rest have lost the same server: none of them is tried
            raise InvalidatePoolError("the connection was lost while it rested") from error

    event.listen(engine, "checkin", given_back)
    event.listen(engine, "checkout", taken)
