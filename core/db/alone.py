"""Doing something in one process at a time, over all that share the database."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from core.db.database import Database

_TAKE = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_GIVE_BACK = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")


@contextmanager
def alone(database: Database, name: str) -> Iterator[bool]:
    """Whether nobody else is doing `name`; until the block ends, nobody else may begin.

    A process that dies gives it back by itself. Nobody waits.
    """
    with _by_file(database, name) if database.is_sqlite else _by_server(database, name) as mine:
        yield mine


@contextmanager
def _by_file(database: Database, name: str) -> Iterator[bool]:
    with Path(f"{database.engine.url.database}.{name}.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _by_server(database: Database, name: str) -> Iterator[bool]:
    # The lock belongs to the connection, not to a transaction: none stays open meanwhile
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        mine = bool(connection.scalar(_TAKE, {"name": name}))
        try:
            yield mine
        finally:
            if mine:
                connection.execute(_GIVE_BACK, {"name": name})
