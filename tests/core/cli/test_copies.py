"""A copy is whole, whoever writes meanwhile, and putting it back brings everything back."""

import os
import sqlite3
import stat
import subprocess
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from core.db.copies import copy_to
from core.db.database import Database
from core.districts.models import District
from core.testing.factories import make_district
from tests.support.servers import command, environment

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def run(tmp_path: Path, migrated_url: str) -> Run:
    """Run a command of the program on that database."""

    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        return command(tmp_path, environment(tmp_path, migrated_url), *arguments)

    return run


def _add(database: Database, *slugs: str) -> None:
    with database.platform_writing() as shared:
        for slug in slugs:
            make_district(shared, slug)


def _slugs(database: Database) -> list[str]:
    with database.platform_reading() as shared:
        return list(shared.scalars(select(District.slug).order_by(District.slug)))


@SQLITE
def test_what_was_there_then_is_there_again(database: Database, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    _add(database, "stovner")
    saved = run("backup", copy)
    _add(database, "grorud")

    restored = run("restore", copy)

    assert (saved.returncode, saved.stderr) == (0, "")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("copy.db.*"))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert _slugs(database) == ["stovner"]
    (replaced,) = tmp_path.glob("replaced-*.db")
    with closing(sqlite3.connect(replaced)) as kept:
        assert kept.execute("SELECT count(*) FROM districts").fetchone() == (2,)


@SQLITE
def test_the_program_goes_on_with_what_was_put_back(
    database: Database, run: Run, tmp_path: Path
) -> None:
    run("backup", tmp_path / "copy.db")
    _add(database, "stovner")
    run("restore", tmp_path / "copy.db")

    _add(database, "grorud")

    assert _slugs(database) == ["grorud"]
    with database.looking() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


@SQLITE
def test_a_copy_falls_between_two_writers(database: Database, tmp_path: Path) -> None:
    begun, over = threading.Event(), threading.Event()

    def write_pairs() -> None:
        number = 0
        while not over.is_set():
            _add(database, f"a{number}", f"b{number}")
            begun.set()
            number += 1

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        assert begun.wait(30)
        for number in range(10):
            copy_to(database, tmp_path / f"copy-{number}.db")
    finally:
        over.set()
        writer.join()

    for number in range(10):
        with closing(sqlite3.connect(tmp_path / f"copy-{number}.db")) as copy:
            (rows,) = copy.execute("SELECT count(*) FROM districts").fetchone()
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert (rows % 2, rows > 0) == (0, True)


@SQLITE
def test_a_file_that_is_there_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_text("mine")

    done = run("backup", file)

    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert file.read_text() == "mine"
    assert not list(tmp_path.glob("copy.db.*"))


@SQLITE
@pytest.mark.parametrize("content", ["not a database", "another", "torn", "empty"])
def test_what_is_no_copy_replaces_nothing(
    database: Database, run: Run, tmp_path: Path, content: str
) -> None:
    _add(database, "stovner")
    file = tmp_path / "copy.db"
    if content == "another":
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE districts (id INTEGER)")
    elif content == "torn":
        copy_to(database, file)
        os.truncate(file, file.stat().st_size // 2)
    else:
        file.write_text("" if content == "empty" else content)

    done = run("restore", file)

    assert done.returncode == 1
    assert "is no copy of this program's database" in done.stderr
    assert _slugs(database) == ["stovner"]
    assert not list(tmp_path.glob("replaced-*"))


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_postgresql_has_its_own_tools(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    saved = run("backup", file)
    file.touch()
    restored = run("restore", file)

    assert (saved.returncode, restored.returncode) == (1, 1)
    assert "use pg_dump" in saved.stderr
    assert "use pg_restore" in restored.stderr
