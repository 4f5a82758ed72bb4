"""Connections that are lost while they rest, on PostgreSQL: a file is never lost so."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from core.db.database import Database
from tests.support.clock import Clock

pytestmark = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture
def seconds() -> Clock:
    """What tells how long a connection has rested."""
    return Clock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def resting(migrated_url: str, seconds: Clock) -> Iterator[Database]:
    """A database one of whose connections rests."""
    database = Database(migrated_url, lambda: seconds().timestamp())
    pid_of(database)
    yield database
    database.close()


def pid_of(database: Database) -> int:
    """Which of the server's processes answers."""
    with database.looking() as connection:
        return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def end(database: Database, url: str) -> None:
    """End the connection that rests, as a server does that is started again."""
    gone = pid_of(database)
    other = Database(url)
    with other.looking() as connection:
        # It answers when the process has ended, or after the milliseconds
        ending = text("SELECT pg_terminate_backend(:gone, 10000)")
        assert connection.scalar(ending, {"gone": gone})
    other.close()


def test_what_was_lost_while_it_rested_is_replaced_without_a_word(
    resting: Database, migrated_url: str, seconds: Clock
) -> None:
    end(resting, migrated_url)
    seconds.advance(seconds=1)

    assert pid_of(resting)


def test_what_is_lost_in_that_moment_is_told_of_once(resting: Database, migrated_url: str) -> None:
    end(resting, migrated_url)
    with pytest.raises(OperationalError):
        pid_of(resting)

    assert pid_of(resting)


def test_a_connection_that_lives_is_kept(resting: Database, seconds: Clock) -> None:
    before = pid_of(resting)
    seconds.advance(seconds=60)

    assert pid_of(resting) == before
