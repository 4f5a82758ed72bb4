"""One migration environment for core and every plugin: a script folder and a version table each.

On SQLite foreign keys are off while tables are rebuilt, because a batch-altered table is dropped
and made anew, which would cascade into its children; they are checked before the commit. A
rebuilt table also loses its triggers, silently: they are put back unless the revision says
`DROPS_TRIGGERS = ("name",)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text

from core.db.base import NAMES
from core.db.database import Database

_PG_LOCK = 7_226_001


class MigrationFailed(Exception):
    """The database was left as it was."""


@dataclass(frozen=True)
class MigrationSource:
    """Where one part's revisions lie. `name` is "core" or the plugin's name."""

    name: str
    folder: Path

    @property
    def version_table(self) -> str:
        """Core uses Alembic's own name; a plugin has its own table."""
        return "alembic_version" if self.name == "core" else f"alembic_version_{self.name}"


CORE = MigrationSource("core", Path(__file__).parents[1] / "migrations")


def upgrade(database: Database, sources: Sequence[MigrationSource], target: str = "head") -> None:
    """Bring each source to `target`, in order; every source is one transaction.

    Raises MigrationFailed when rows would be left pointing at nothing.
    """
    for source in sources:
        _run(database, source, target, down=False)


def downgrade(database: Database, source: MigrationSource, target: str = "base") -> None:
    """Take one source back to `target`."""
    _run(database, source, target, down=True)


def current(connection: Connection, source: MigrationSource) -> str | None:
    """The revision the database is at, or None before the first."""
    environment = EnvironmentContext(_config(source), _script(source))
    environment.configure(connection=connection, version_table=source.version_table)
    return environment.get_context().get_current_revision()


def is_current(database: Database, sources: Sequence[MigrationSource]) -> bool:
    """Whether every source is at its newest revision."""
    with database.engine.connect() as connection:
        return all(
            current(connection, source) == _script(source).get_current_head() for source in sources
        )


def _config(source: MigrationSource) -> Config:
    config = Config()
    config.set_main_option("script_location", str(source.folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(source.folder).replace("%", "%%"))
    return config


def _script(source: MigrationSource) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(source))


def _run(database: Database, source: MigrationSource, target: str, *, down: bool) -> None:
    with database.connection() as connection:
        _prepare(connection)
        try:
            with connection.begin():
                _migrate(connection, source, target, down=down)
        finally:
            if connection.dialect.name == "sqlite":
                _foreign_keys(connection, on=True)


def _migrate(connection: Connection, source: MigrationSource, target: str, *, down: bool) -> None:
    script = _script(source)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK})
    known = _triggers(connection)
    dropped: set[str] = set()

    def keep_triggers(*_step: object, **_named: object) -> None:
        """After each revision: the next one may rebuild what this one gave its triggers."""
        _restore_triggers(connection, known, dropped)
        known.update(_triggers(connection))

    def steps(revision: Any, _context: object) -> list[Any]:
        if down:
            found = script._downgrade_revs(target, revision)  # noqa: SLF001 (Alembic's own env.py way)
        else:
            found = script._upgrade_revs(target, revision)  # noqa: SLF001
        for step in found:
            dropped.update(getattr(step.revision.module, "DROPS_TRIGGERS", ()))
        return list(found)

    environment = EnvironmentContext(_config(source), script, fn=steps)
    environment.configure(
        connection=connection,
        version_table=source.version_table,
        transactional_ddl=True,
        on_version_apply=keep_triggers,
        target_metadata=MetaData(naming_convention=NAMES),
    )
    environment.run_migrations()
    _check_foreign_keys(connection)


def _prepare(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _foreign_keys(connection, on=False)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # The pragma does nothing inside a transaction, and `exec_driver_sql` would begin one.
    raw = connection.connection.dbapi_connection
    if raw is None:
        raise MigrationFailed("the connection was lost")
    raw.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _triggers(connection: Connection) -> dict[str, tuple[str, str]]:
    if connection.dialect.name != "sqlite":
        return {}
    rows = connection.execute(
        text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    )
    return {name: (table, sql) for name, table, sql in rows}


def _restore_triggers(
    connection: Connection, known: dict[str, tuple[str, str]], dropped: set[str]
) -> None:
    if not known:
        return
    now = _triggers(connection)
    tables = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    for name, (table, sql) in known.items():
        if name not in now and name not in dropped and table in tables:
            connection.exec_driver_sql(sql)


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise MigrationFailed(f"rows of {broken[0]} would point at nothing in {broken[2]}")
