"""Reading changes nothing, writing is all or nothing, and writers take turns."""

import fcntl
import threading
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from core.audit.models import AuditEntry
from core.audit.service import record
from core.db.database import Database
from core.places.models import Place
from core.testing.factories import make_district, make_place


@pytest.fixture
def stovner(database: Database) -> int:
    """A district with one house."""
    with database.platform_writing() as shared:
        district = make_district(shared).id
    with database.writing(district) as session:
        make_place(session)
    return district


def houses(database: Database, district: int) -> list[str]:
    with database.reading(district) as session:
        return list(session.scalars(select(Place.name)))


def test_what_is_read_is_not_changed(database: Database, stovner: int) -> None:
    before = houses(database, stovner)
    with database.reading(stovner) as session:
        session.scalars(select(Place)).one().name = "changed"

    assert houses(database, stovner) == before


def test_what_is_written_by_who_reads_is_lost_or_refused(database: Database, stovner: int) -> None:
    before = houses(database, stovner)
    with suppress(InternalError), database.reading(stovner) as session:
        session.scalars(select(Place)).one().name = "changed"
        session.flush()

    assert houses(database, stovner) == before


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_question_that_is_read_again_and_again_is_planned_once(
    database: Database, stovner: int
) -> None:
    for _often in range(12):
        houses(database, stovner)

    with database.looking() as connection:
        kept = connection.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM places" in one for one in kept), kept


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
@pytest.mark.parametrize("asks_again", [True, False])
def test_a_connection_that_is_lost_in_a_look_is_told_of_and_replaced(
    database: Database, stovner: int, asks_again: bool
) -> None:
    with pytest.raises(OperationalError):
        _lose_connection(database, stovner, asks_again=asks_again)

    assert houses(database, stovner)


def _lose_connection(database: Database, district: int, *, asks_again: bool) -> None:
    with database.reading(district) as session:
        mine = session.connection().scalar(text("SELECT pg_backend_pid()"))
        with database.connection() as other:
            other.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})
        if asks_again:
            session.scalars(select(Place)).all()


def test_who_reads_waits_for_nobody_who_holds_the_row(database: Database, stovner: int) -> None:
    with database.writing(stovner) as writer:
        writer.scalars(writer.held(select(Place))).one().name = "changed"
        writer.flush()
        with database.reading(stovner) as reader:
            found = reader.scalars(reader.held(select(Place))).one().name

    assert found != "changed"
    assert houses(database, stovner) == ["changed"]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_row_that_is_held_is_waited_for(database: Database, stovner: int) -> None:
    with database.writing(stovner) as writer:
        writer.scalars(writer.held(select(Place))).one()
        with pytest.raises(OperationalError), database.writing(stovner) as other:
            other.execute(select(Place).with_for_update(nowait=True)).all()


def _make_and_fail(database: Database, district: int) -> None:
    with database.writing(district) as session:
        make_place(session, "laven")
        raise RuntimeError


def test_what_raises_is_undone(database: Database, stovner: int) -> None:
    with pytest.raises(RuntimeError):
        _make_and_fail(database, stovner)

    assert len(houses(database, stovner)) == 1


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_one_writer_at_a_time_over_all_processes(database: Database, stovner: int) -> None:
    file = database.engine.url.database
    with open(f"{file}.lock", "a") as lock:  # noqa: PTH123 (as another process opens it)
        with database.writing(stovner):
            with pytest.raises(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            assert houses(database, stovner), "readers do not wait"
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_writers_wait_for_one_another_and_none_is_refused(database: Database, stovner: int) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def write() -> None:
        for _ in range(10):
            with database.writing(stovner) as session:
                record(session, "user:1", "test:write", "place:1", now=now)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reading(stovner) as session:
        assert session.scalar(select(func.count(AuditEntry.id))) == 80


def test_an_error_tells_nothing_of_what_was_written(database: Database) -> None:
    with database.platform_writing() as shared:
        make_district(shared)
    with pytest.raises(IntegrityError) as raised, database.platform_writing() as shared:
        make_district(shared)

    assert "Bydel Stovner" not in str(raised.value)
