"""A PostgreSQL server of the tests' own, thrown away after them.

One a test process: it starts in about a second, listens on a socket in its own folder only, and
ends with the process. PostgreSQL refuses root, so root gives it to the user postgres.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.support.parts import missing
from tests.support.processes import start, wait_until

# Owns every database, runs migrations and the program; no superuser, so what it is denied holds
ROLE = "innbyggerbasen"
_ACCOUNT = "postgres"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}


class Cluster:
    """A running server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def create_database(self, template: str = "template0") -> str:
        """The name of a new database, empty or a copy of another."""
        name = f"test_{next(self._numbers)}"
        self._administer("CREATE DATABASE {} OWNER {} TEMPLATE {}", name, ROLE, template)
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._administer("DROP DATABASE {} WITH (FORCE)", name)

    def url(self, name: str) -> str:
        """The address of a database for SQLAlchemy, as the role that owns it."""
        return f"postgresql+psycopg://{ROLE}@/{name}?host={self._folder}"

    @property
    def log(self) -> Path:
        """What the server had to say, of all databases."""
        return self._folder / "log"

    def create_role(self) -> None:
        """Make the role that owns the databases."""
        self._administer("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB", ROLE)

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            self.inside("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def inside(self, name: str) -> psycopg.Connection:
        """A connection to a database as the superuser; every statement is a transaction."""
        return psycopg.connect(host=str(self._folder), user=_ACCOUNT, dbname=name, autocommit=True)

    def _administer(self, statement: str, *names: str) -> None:
        with self.inside("postgres") as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The server; it is started for the first test that asks for it."""
    programs = _programs()
    if programs is None:
        missing("PostgreSQL's server", "on Debian: apt install postgresql")
    with _folder() as folder:
        _initialise(programs, folder)
        with _serving(programs, folder) as cluster:
            cluster.create_role()
            yield cluster


def _programs() -> Path | None:
    """The folder of initdb and postgres: Debian keeps them off PATH, one folder a version."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def _folder() -> Iterator[Path]:
    # Not in pytest's own folder: postgres may not enter that, and a socket's path must be short
    folder = Path(tempfile.mkdtemp(prefix="ib-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _ACCOUNT, _ACCOUNT)
        yield folder
    finally:
        shutil.rmtree(folder)


def _privileges() -> list[str]:
    if os.geteuid() != 0:
        return []
    return [f"--reuid={_ACCOUNT}", f"--regid={_ACCOUNT}", "--clear-groups"]


def _initialise(programs: Path, folder: Path) -> None:
    become = ["setpriv", *privileges] if (privileges := _privileges()) else []
    command = [
        *become,
        str(programs / "initdb"),
        f"--pgdata={folder / 'data'}",
        f"--username={_ACCOUNT}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@contextmanager
def _serving(programs: Path, folder: Path) -> Iterator[Cluster]:
    settings = {**_SETTINGS, "unix_socket_directories": str(folder)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = [programs / "postgres", "-D", folder / "data", *options]
    cluster = Cluster(folder)
    with cluster.log.open("wb") as output:
        # SIGINT is PostgreSQL's fast shutdown: it waits for nobody
        process = start(server, output, folder=folder, end_by="INT", privileges=_privileges())
    try:
        wait_until(cluster.answers, process, cluster.log)
        yield cluster
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
