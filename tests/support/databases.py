"""Databases for tests, on SQLite and on PostgreSQL.

Ask for `database` (migrated, on both) or one of the addresses. A test that need not run on both
says so: `@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)`.
"""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from core.app import migration_sources
from core.db import database as database_module
from core.db.database import Database
from core.db.migrations import upgrade
from core.plugin_api import PluginHost
from tests.support.lending import Lending
from tests.support.postgres import Cluster
from tests.support.shared import made_once


def migrate(url: str) -> None:
    """Bring a database up to date: core, and every plugin that is installed."""
    database = Database(url)
    try:
        upgrade(database, migration_sources(PluginHost.discover(None)))
    finally:
        database.close()


@pytest.fixture(scope="session", autouse=True)
def statements() -> Iterator[None]:
    """What SQLAlchemy has written for a statement is kept for every database of its kind.

    It would be written anew for each database, and nearly every test has one of its own.
    """
    options = {"compiled_cache": {}}
    with pytest.MonkeyPatch.context() as patch:
        # It is kept by the dialect, of which each engine has one; all of a kind write alike
        for kind in (PGDialect_psycopg, SQLiteDialect_pysqlite):
            patch.setattr(kind, "__eq__", lambda one, other: type(one) is type(other))
            patch.setattr(kind, "__hash__", lambda one: hash(type(one)))
        patch.setattr(
            database_module, "create_engine", partial(create_engine, execution_options=options)
        )
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    # Asked for here, so that no server starts for SQLite alone
    cluster: Cluster = request.getfixturevalue("postgres")
    name = cluster.create_database()
    yield cluster.url(name)
    cluster.drop_database(name)


@pytest.fixture
def migrated_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table and no row: a copy, so it takes no time."""
    if backend == "sqlite":
        template: Path = request.getfixturevalue("migrated_file")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'innbyggerbasen.db')}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    lending: Lending = request.getfixturevalue("lending")
    with lending.lent() as name:
        yield cluster.url(name)


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    """A migrated database."""
    database = Database(migrated_url)
    yield database
    database.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file that `migrated_url` copies."""

    def fill(folder: Path) -> None:
        migrate(f"sqlite:///{folder / 'template.db'}")

    return made_once(tmp_path_factory, "migrated", fill) / "template.db"


@pytest.fixture(scope="session")
def lending(postgres: Cluster) -> Iterator[Lending]:
    """The PostgreSQL databases of `migrated_url`, copies of one."""
    name = postgres.create_database()
    migrate(postgres.url(name))
    lending = Lending(postgres, name)
    yield lending
    lending.close()
