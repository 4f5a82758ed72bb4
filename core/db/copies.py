"""A whole SQLite database as one file, taken and put back while the program goes on."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from core.db.database import Database


class NotACopy(Exception):
    """The file is no whole database of this program."""


def copy_to(database: Database, file: Path) -> None:
    """Copy the database as it is between two writers. The file is there whole, or not at all.

    Only its owner may read it. Raises FileExistsError.
    """
    if file.exists():
        raise FileExistsError(file)
    number, part = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}.")
    os.close(number)
    try:
        with closing(sqlite3.connect(part)) as copy:
            with database.connection() as connection:
                _driver(connection).backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    except BaseException:
        Path(part).unlink()
        raise
    Path(part).rename(file)


def copy_from(database: Database, file: Path) -> None:
    """Put a copy in the place of everything, in one transaction. Raises NotACopy."""
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as copy:
        _check(copy)
        with database.connection() as connection:
            copy.backup(_driver(connection))


def _check(copy: sqlite3.Connection) -> None:
    try:
        found = copy.execute("PRAGMA integrity_check").fetchone()
        copy.execute("SELECT version_num FROM alembic_version, districts").fetchone()
    except sqlite3.DatabaseError:
        raise NotACopy from None
    if found != ("ok",):
        raise NotACopy


def _driver(connection: Any) -> sqlite3.Connection:
    # No statement has begun a transaction on it, as SQLite's own copying wants it
    found: sqlite3.Connection = connection.connection.driver_connection
    return found
