"""One object for the database: sessions to read with, and sessions to write with.

On SQLite writers queue on one lock (a lock in the process, `flock` between processes) before
BEGIN IMMEDIATE: nobody waits by polling, and checkpoints happen inside the queue, which also
keeps us clear of the WAL-reset race of SQLite before 3.51.3.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, event, make_url

from core.db.remembered import Remembered
from core.db.resting import ask_after_rest
from core.db.tenancy import DistrictSession, PlatformSession, within

S = TypeVar("S", DistrictSession, PlatformSession)
_BUSY_MILLISECONDS = 10_000
_MOST_DISTRICTS = 1000


class WriterQueue:
    """One writer at a time over all processes that share the database file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread_lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for our turn; a process that dies gives its turn back by itself."""
        with self._thread_lock:
            # A bare descriptor: a file object costs more than the lock, in every tap
            lock = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
            finally:
                os.close(lock)


class Database:
    """The engine, the writers' queue, and the two kinds of session."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        address = make_url(url)
        if address.drivername in {"postgresql", "postgres"}:
            address = address.set(drivername="postgresql+psycopg")
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self._queue: WriterQueue | None = None
        self._remembered = Remembered()
        self._within = lru_cache(maxsize=_MOST_DISTRICTS)(within)
        if self.is_sqlite and address.database:
            file = Path(address.database)
            self._queue = WriterQueue(file.with_name(file.name + ".lock"))
        # Errors are logged, and the log names nobody
        self.engine = create_engine(address, hide_parameters=True)
        self._write_engine = self.engine.execution_options(innbyggerbasen_begin="BEGIN IMMEDIATE")
        if self.is_sqlite:
            self._read_engine = self.engine
            self._look_engine = self.engine.execution_options(innbyggerbasen_begin="")
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self._read_engine = self.engine.execution_options(postgresql_readonly=True)
            self._look_engine = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            event.listen(self._read_engine, "rollback", _keep_prepared)
            ask_after_rest(self.engine, clock)

    @contextmanager
    def reading(self, district_id: int) -> Iterator[DistrictSession]:
        """A district's rows, to look at. What is changed here is thrown away, or refused."""
        with DistrictSession(
            self._read_engine,
            district_id=district_id,
            remembered=self._remembered,
            within=self._within(district_id),
            autoflush=False,
        ) as session:
            yield session

    @contextmanager
    def writing(self, district_id: int) -> Iterator[DistrictSession]:
        """A district's rows, to change: committed when the block ends, undone if it raises."""
        # Remembers nothing for others: what it reads may be its own change, and be undone
        with self._session(
            DistrictSession,
            district_id=district_id,
            remembered=Remembered(self._remembered),
            within=self._within(district_id),
        ) as session:
            yield session

    @contextmanager
    def platform_reading(self) -> Iterator[PlatformSession]:
        """What all districts share, to look at."""
        with PlatformSession(self._read_engine, autoflush=False) as session:
            yield session

    @contextmanager
    def platform_writing(self) -> Iterator[PlatformSession]:
        """What all districts share, to change."""
        with self._session(PlatformSession) as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A bare connection to read what all districts share: each request begins with it."""
        with self._look_engine.connect() as connection:
            yield connection

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """One bare connection in the writers' queue, for migrations and checks of the whole."""
        with self._turn(), self._write_engine.connect() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A bare connection in a transaction of its own: committed when the block ends.

        The connection is found before our turn and given back after it: others wait for neither.
        """
        with self._write_engine.connect() as connection, self._turn(), connection.begin():
            yield connection

    def close(self) -> None:
        """Give every connection back. The last one's checkpoint happens inside the queue."""
        with self._turn():
            self.engine.dispose()

    @contextmanager
    def _session(self, kind: type[S], **options: Any) -> Iterator[S]:
        # Made before our turn and closed after it, like the connection
        with (
            self._write_engine.connect() as connection,
            kind(connection, **options) as session,
            self._turn(),
            connection.begin(),
        ):
            session.join(connection)
            yield session
            session.finish()

    def _turn(self) -> AbstractContextManager[None]:
        return nullcontext() if self._queue is None else self._queue.turn()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, and too late; `_begin_sqlite` does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("innbyggerbasen_begin", "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)


def _keep_prepared(connection: Connection) -> None:
    # After ROLLBACK psycopg forgets the statements it has prepared, and PostgreSQL would plan each
    # of them anew in every look. Whoever only reads has nothing to undo. Where it fails, the
    # ROLLBACK that comes next fails as well, and tells.
    if not connection.invalidated:
        driver: Any = connection.connection.driver_connection
        with suppress(connection.dialect.loaded_dbapi.Error):
            driver.commit()
