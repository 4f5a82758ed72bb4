"""Ids tell the day alone: they held the moment of answering, and a text's was the next number.

Each table is made anew, its rows in the order of their new ids and, on SQLite, without row numbers:
both told which was written after which. An entry of the audit log goes on naming a text that was
released by the number it had then.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.db.ids import id_of_day
from core.db.migration_tools import append_only, district_table, districts, refers
from core.db.types import Json, UtcDateTime

revision = "tilbakemelding_0003"
down_revision = "tilbakemelding_0002"

_ANSWERED, _TEXTS = "tilbakemelding_answered", "tilbakemelding_texts"
_SAME = ("district_id", "id", "activity_id", "batch_id")


def upgrade() -> None:
    _anew(_table(_ANSWERED, "token", "mode", answers=Json), _make_answered)
    dated = {"keep_until": sa.Date, "released_at": UtcDateTime}
    _anew(_table(_TEXTS, "question_id", "text", "released_by", **dated), _make_texts)


def downgrade() -> None:
    """The ids stay: what they told is gone."""


def _table(name: str, *plain: str, **typed: Any) -> sa.TableClause:
    columns = [*map(sa.column, (*_SAME, *plain)), sa.column("day", sa.Date)]
    return sa.table(name, *columns, *(sa.column(key, kind) for key, kind in typed.items()))


def _anew(table: sa.TableClause, make: Callable[[], None]) -> None:
    bind = op.get_bind()
    kept = {
        district: [
            {**row, "id": id_of_day(row["day"])}
            for row in bind.execute(
                sa.select(table).where(table.c.district_id == district)
            ).mappings()
        ]
        for district in districts()
    }
    op.drop_table(table.name)
    make()
    for district in districts():
        if rows := sorted(kept[district], key=lambda row: row["id"]):
            bind.execute(table.insert(), rows)


def _make_answered() -> None:
    district_table(
        _ANSWERED,
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("batch_id", sa.BigInteger),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("answers", Json, nullable=False),
        refers("activity_id", "activities"),
        refers("batch_id", "batches"),
        sa.UniqueConstraint("district_id", "activity_id", "token"),
        numbered=False,
    )
    op.create_index(f"ix_{_ANSWERED}_day", _ANSWERED, ["district_id", "activity_id", "day"])
    append_only(_ANSWERED)


def _make_texts() -> None:
    district_table(
        _TEXTS,
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("question_id", sa.BigInteger, nullable=False),
        sa.Column("batch_id", sa.BigInteger),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("keep_until", sa.Date, nullable=False),
        sa.Column("released_at", UtcDateTime),
        sa.Column("released_by", sa.String),
        refers("activity_id", "activities"),
        refers("question_id", "tilbakemelding_questions"),
        refers("batch_id", "batches"),
        numbered=False,
    )
