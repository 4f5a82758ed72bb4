"""What the database itself refuses: another district's rows, and changes to what is kept."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.audit.models import AuditEntry, PlatformAuditEntry
from core.counts.models import CountEvent
from core.db.base import Base
from core.db.database import Database
from core.plugin_api import PluginHost
from core.testing.rows import DISTRICT, fill, tables

SHARED = {"district_plugins", "plugin_settings", "district_organisations"}
"""Tables that say something of districts, and belong to the platform."""

postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


def owned() -> list[str]:
    """Every table whose key begins with the district, but those the platform keeps."""
    every = tables(PluginHost.discover(None))
    keyed = {table.name for table in every if "district_id" in table.primary_key.columns}
    return sorted(keyed - SHARED)


@pytest.fixture
def filled(database: Database) -> Database:
    """A row in every table, of one district."""
    with database.transaction() as connection:
        fill(connection, tables(PluginHost.discover(None)))
    return database


@pytest.fixture
def named(filled: Database) -> Iterator[sa.Connection]:
    """A bare connection that has named its district."""
    with filled.transaction() as connection:
        if not filled.is_sqlite:
            _name_district(connection, DISTRICT)
        yield connection


def _name_district(connection: sa.Connection, district: int) -> None:
    connection.execute(
        sa.text("SELECT set_config('innbyggerbasen.district', :district, true)"),
        {"district": str(district)},
    )


def _rows(connection: sa.Connection) -> dict[str, int]:
    return {
        name: connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) or 0 for name in owned()
    }


@postgresql
def test_every_table_of_a_district_is_protected(database: Database) -> None:
    forced = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    with database.engine.connect() as connection:
        assert sorted(connection.scalars(sa.text(forced))) == owned()


@postgresql
def test_bare_sql_sees_the_district_it_names_or_nothing(filled: Database) -> None:
    with filled.engine.connect() as connection:
        assert set(_rows(connection).values()) == {0}
    for district, seen in ((DISTRICT, 1), (DISTRICT + 1, 0)):
        with filled.engine.connect() as connection:
            _name_district(connection, district)
            assert set(_rows(connection).values()) == {seen}


@postgresql
def test_bare_sql_changes_nothing_of_another_district(filled: Database) -> None:
    with filled.engine.connect() as connection:
        _name_district(connection, DISTRICT + 1)
        for verb in ("UPDATE places SET name = 'x'", "DELETE FROM calendar_notes"):
            assert connection.execute(sa.text(verb)).rowcount == 0


@postgresql
def test_bare_sql_moves_no_row_to_another_district(named: sa.Connection) -> None:
    with pytest.raises(DBAPIError, match="row-level security"):
        named.execute(sa.text(f"UPDATE calendar_notes SET district_id = {DISTRICT + 1}"))


@pytest.mark.parametrize("entity", [AuditEntry, PlatformAuditEntry, CountEvent])
@pytest.mark.parametrize("verb", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}"])
def test_the_log_and_the_counts_are_only_added_to(
    named: sa.Connection, entity: type[Base], verb: str
) -> None:
    with pytest.raises(DBAPIError, match=r"append-only|permission denied"):
        named.execute(sa.text(verb.format(entity.__tablename__)))
