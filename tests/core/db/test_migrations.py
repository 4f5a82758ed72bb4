"""Migrations on databases with rows: nothing is lost, and a failure changes nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DatabaseError, IntegrityError

from core.app import migration_sources
from core.db.base import Base
from core.db.database import Database
from core.db.migrations import (
    CORE,
    MigrationFailed,
    MigrationSource,
    current,
    downgrade,
    is_current,
    upgrade,
)
from core.plugin_api import PluginHost
from core.testing.rows import fill, snapshot, tables, triggers

MORE = """
import sqlalchemy as sa
from alembic import op

revision = "more"
down_revision = "{head}"
{also}

def upgrade():
{steps}

def downgrade():
    pass
"""
Revise = Callable[..., MigrationSource]


def sources() -> list[MigrationSource]:
    return migration_sources(PluginHost.discover(None))


def shipped() -> list[sa.Table]:
    return tables(PluginHost.discover(None))


def differences(connection: sa.Connection) -> list[object]:
    """What autogenerate would write: nothing, where the migrations say what the models do."""
    known = {table.name for table in shipped()}
    versions = {source.version_table for source in sources()}

    def include(thing: object, name: str, kind: str, reflected: bool, _other: object) -> bool:
        return kind != "table" or (name not in versions if reflected else name in known)

    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_object": include}
    )
    return list(compare_metadata(context, Base.metadata))


@pytest.fixture
def filled(database: Database) -> Database:
    """A row in every table."""
    with database.transaction() as connection:
        fill(connection, shipped())
    return database


@pytest.fixture
def revise(tmp_path: Path) -> Revise:
    """Core's revisions and one more, written here."""

    def revise(*steps: str, also: str = "") -> MigrationSource:
        folder = tmp_path / "revisions"
        shutil.copytree(CORE.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
        body = "\n".join(f"    {line}" for step in steps for line in step.splitlines())
        head = max(path.name for path in CORE.folder.glob("0*.py")).partition("_")[0]
        (folder / "more.py").write_text(MORE.format(head=head, also=also, steps=body))
        return MigrationSource("core", folder)

    return revise


def everything(database: Database) -> tuple[object, ...]:
    with database.engine.connect() as connection:
        schema = sorted(repr(column) for column in _columns(connection))
        rows = snapshot(connection)
        return rows, triggers(connection), schema, current(connection, CORE)


def _columns(connection: sa.Connection) -> list[object]:
    look = sa.inspect(connection)
    return [(name, look.get_columns(name)) for name in look.get_table_names()]


def test_models_and_migrations_say_the_same(database: Database) -> None:
    with database.engine.connect() as connection:
        assert differences(connection) == []
    assert is_current(database, sources())


def test_every_table_can_be_filled(filled: Database) -> None:
    with filled.engine.connect() as connection:
        rows = snapshot(connection)
    assert all(len(rows[table.name]) == 1 for table in shipped())


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", ["districts", "activities", "occurrences", "count_events"])
def test_a_rebuilt_table_takes_no_row_and_no_trigger_with_it(
    filled: Database, revise: Revise, table: str
) -> None:
    with filled.engine.connect() as connection:
        rows, kept = snapshot(connection), triggers(connection)
    source = revise(
        f'with op.batch_alter_table("{table}", recreate="always") as batch:',
        '    batch.add_column(sa.Column("added", sa.String))',
    )

    upgrade(filled, [source])

    with filled.engine.connect() as connection:
        after = snapshot(connection)
        assert triggers(connection) == kept
        assert {name for name, _sql in kept} >= {
            "count_events_no_delete",
            "audit_entries_no_update",
        }
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert current(connection, source) == "more"
    altered, alembic = {table}, {CORE.version_table}
    assert {name: rows[name] for name in rows.keys() - altered - alembic} == {
        name: after[name] for name in after.keys() - altered - alembic
    }
    assert [row.replace("('added', None), ", "") for row in after[table]] == rows[table]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_table_that_was_rebuilt_still_refuses(filled: Database, revise: Revise) -> None:
    upgrade(
        filled,
        [
            revise(
                'with op.batch_alter_table("count_events", recreate="always") as batch:',
                '    batch.add_column(sa.Column("added", sa.String))',
            )
        ],
    )

    with (
        filled.connection() as connection,
        connection.begin(),
        pytest.raises(DatabaseError, match="append-only"),
    ):
        connection.exec_driver_sql("DELETE FROM count_events")


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_revision_that_means_to_drop_a_trigger_says_so(filled: Database, revise: Revise) -> None:
    source = revise(
        'op.execute("DROP TRIGGER count_events_no_delete")',
        also='DROPS_TRIGGERS = ("count_events_no_delete",)',
    )

    upgrade(filled, [source])

    with filled.engine.connect() as connection:
        names = {name for name, _sql in triggers(connection)}
    assert "count_events_no_delete" not in names
    assert "count_events_no_update" in names


def test_a_migration_that_fails_leaves_everything_as_it_was(
    filled: Database, revise: Revise
) -> None:
    before = everything(filled)
    source = revise(
        'with op.batch_alter_table("activities") as batch:',
        '    batch.add_column(sa.Column("added", sa.String))',
        "op.execute(\"UPDATE districts SET name = 'other'\")",
        'raise RuntimeError("half way")',
    )

    with pytest.raises(RuntimeError, match="half way"):
        upgrade(filled, [source])

    assert everything(filled) == before


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_rows_that_would_point_at_nothing_are_a_failure(filled: Database, revise: Revise) -> None:
    before = everything(filled)

    with pytest.raises(MigrationFailed, match="would point at nothing in activities"):
        upgrade(filled, [revise('op.execute("DELETE FROM activities")')])

    assert everything(filled) == before
    with filled.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_down_and_up_again(filled: Database) -> None:
    core, *plugins = sources()
    for plugin in reversed(plugins):
        downgrade(filled, plugin)
    downgrade(filled, core)

    with filled.engine.connect() as connection:
        left = set(sa.inspect(connection).get_table_names())
        assert triggers(connection) == set()
    assert left == {source.version_table for source in sources()}
    assert not is_current(filled, sources())

    upgrade(filled, sources())

    with filled.engine.connect() as connection:
        assert differences(connection) == []
    assert is_current(filled, sources())


def test_upgrading_twice_does_nothing(filled: Database) -> None:
    before = everything(filled)

    upgrade(filled, sources())

    assert everything(filled) == before


def test_organisations_of_one_number_from_before_stay_and_no_more_are_made(
    database: Database,
) -> None:
    downgrade(database, CORE, "0015")
    with database.transaction() as connection:
        _organisations(connection, (1, "864139442"), (2, "864139442"), (3, None), (4, None))
    upgrade(database, sources())

    with database.transaction() as connection:
        kept = sa.text("SELECT number FROM organisations ORDER BY id")
        assert connection.scalars(kept).all() == ["864139442", "864139442", None, None]
        _organisations(connection, (5, "974760673"), (6, None))
    for taken in ("864139442", "974760673"):
        with pytest.raises(IntegrityError), database.transaction() as connection:
            _organisations(connection, (7, taken))


def _organisations(connection: sa.Connection, *rows: tuple[int, str | None]) -> None:
    made = sa.text(
        "INSERT INTO organisations (id, slug, name, number, created_at)"
        " VALUES (:id, :slug, :slug, :number, '2026-11-22 12:00:00')"
    )
    connection.execute(made, [{"id": n, "slug": f"o{n}", "number": number} for n, number in rows])
