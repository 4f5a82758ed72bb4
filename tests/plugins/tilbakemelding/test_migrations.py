"""Answers and imports from before they had one row each are kept, up and down."""

from datetime import UTC, date, datetime

import sqlalchemy as sa

from core.app import migration_sources
from core.db.database import Database
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


def _is_core(table: sa.Table) -> bool:
    return not table.name.startswith("tilbakemelding_")


def test_everything_is_kept_up_and_down(database_url: str) -> None:
    database = Database(database_url)
    (plugin,) = (
        one for one in migration_sources(PluginHost.discover(None)) if one.name == "tilbakemelding"
    )
    assert isinstance(plugin, MigrationSource)
    upgrade(database, [CORE])
    upgrade(database, [plugin], "tilbakemelding_0001")
    with database.transaction() as connection:
        write(connection)
    before = kept(database)
    upgrade(database, [plugin])
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
    upgrade(database, [plugin])
    assert kept(database) == after
    database.close()
