"""Answers and imports from before they had one row each, or ids of a day, are kept."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.app import migration_sources
from core.db.database import Database
from core.db.ids import first_id
from core.db.migrations import CORE, MigrationSource, downgrade, upgrade
from core.plugin_api import PluginHost
from core.testing.rows import DISTRICT, fill, snapshot, tables

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUESTION, BATCH, UNDONE, FIRST, SECOND = 11, 12, 13, 14, 15
OLD: dict[str, list[dict[str, object]]] = {
    "questions": [
        {
            "id": QUESTION,
            "position": 1,
            "kind": "choice",
            "texts": {"nb": "Hva?"},
            "options": [],
            "imported": True,
            "created_at": NOW,
        }
    ],
    "batches": [
        {"id": BATCH, "label": "a.xlsx", "created_at": NOW, "created_by": "user:1"},
        {
            "id": UNDONE,
            "label": "b.xlsx",
            "created_at": NOW,
            "created_by": "user:1",
            "undone_at": NOW,
            "undone_by": "user:2",
        },
    ],
    "responses": [
        {"id": FIRST, "batch_id": BATCH, "token": "a", "day": NOW.date(), "mode": "import"},
        {"id": SECOND, "batch_id": None, "token": "b", "day": NOW.date(), "mode": "alone"},
    ],
    "answers": [
        {"id": 16, "response_id": FIRST, "question_id": QUESTION, "value": "poster"},
        {"id": 17, "response_id": FIRST, "question_id": QUESTION, "value": "friends"},
    ],
    "texts": [
        {
            "id": 18,
            "question_id": QUESTION,
            "batch_id": BATCH,
            "day": NOW.date(),
            "text": "Fint",
            "keep_until": date(2027, 1, 1),
        }
    ],
}


def kept(database: Database) -> dict[str, list[str]]:
    with database.engine.connect() as connection:
        found = snapshot(connection)
    return {name: rows for name, rows in found.items() if "alembic" not in name}


def write(connection: sa.Connection) -> None:
    """A row of core's each, and the plugin's from before."""
    fill(connection, [one for one in tables(PluginHost.discover([])) if _is_core(one)])
    for name, rows in OLD.items():
        table = sa.Table(f"tilbakemelding_{name}", sa.MetaData(), autoload_with=connection)
        own = {"district_id": DISTRICT} | ({} if name == "answers" else {"activity_id": DISTRICT})
        for row in rows:
            connection.execute(table.insert().values({**own, **row}))


def own() -> MigrationSource:
    """The plugin's revisions."""
    every = migration_sources(PluginHost.discover(None))
    return next(one for one in every if one.name == "tilbakemelding")


def _is_core(table: sa.Table) -> bool:
    return not table.name.startswith("tilbakemelding_")


def test_everything_is_kept_up_and_down(database_url: str) -> None:
    database, plugin = Database(database_url), own()
    upgrade(database, [CORE])
    upgrade(database, [plugin], "tilbakemelding_0001")
    with database.transaction() as connection:
        write(connection)
    before = kept(database)
    upgrade(database, [plugin], "tilbakemelding_0002")
    after = kept(database)
    first, second = after["tilbakemelding_answered"]
    assert first.index("poster") < first.index("friends") < first.index("('batch_id', 12)")
    assert "{}" in second
    assert [one for one in after["batches"] if "a.xlsx" in one and "('size', 1)" in one]
    assert [one for one in after["batches"] if "b.xlsx" in one and "user:2" in one]
    assert len(after["batches"]) == 3
    downgrade(database, plugin, "tilbakemelding_0001")
    again = kept(database)
    others = {"tilbakemelding_answers", "tilbakemelding_questions", "batches"}
    assert {key: rows for key, rows in again.items() if key not in others} == {
        key: rows for key, rows in before.items() if key not in others
    }
    assert len(again["tilbakemelding_answers"]) == 2
    upgrade(database, [plugin], "tilbakemelding_0002")
    assert kept(database) == after
    database.close()


def test_ids_become_those_of_a_day_and_the_answers_can_be_changed_no_more_than_before(
    database_url: str,
) -> None:
    database, plugin = Database(database_url), own()
    upgrade(database, [CORE])
    upgrade(database, [plugin], "tilbakemelding_0001")
    with database.transaction() as connection:
        write(connection)
    upgrade(database, [plugin], "tilbakemelding_0002")
    before = kept(database)
    upgrade(database, [plugin])
    after = kept(database)
    begins = datetime.combine(NOW.date(), time(), UTC)
    for table, number in (("tilbakemelding_answered", 2), ("tilbakemelding_texts", 1)):
        ids = [_id(row) for row in after[table]]
        assert len(set(ids)) == number
        assert all(first_id(begins) < one < first_id(begins + timedelta(1)) for one in ids)
    assert _without_ids(after) == _without_ids(before)
    with database.transaction() as connection, pytest.raises(DBAPIError):
        connection.exec_driver_sql("UPDATE tilbakemelding_answered SET mode = 'qr'")
    downgrade(database, plugin, "tilbakemelding_0001")
    database.close()


def _id(row: str) -> int:
    return int(re.search(r"\('id', (\d+)\)", row)[1])


def _without_ids(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        name: sorted(re.sub(r"\('id', \d+\)", "", one) for one in found)
        for name, found in rows.items()
    }
