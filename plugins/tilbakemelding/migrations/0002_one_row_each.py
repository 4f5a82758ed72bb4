"""Who answered has one row with the answers in it, and imported files are core's.

Append-only tables are not changed: what they hold is copied into new ones.
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import append_only, district_table, districts, refers
from core.db.types import Json, UtcDateTime

revision = "tilbakemelding_0002"
down_revision = "tilbakemelding_0001"

_KEPT = (
    *("district_id", "id", "activity_id", "label"),
    *("created_at", "created_by", "undone_at", "undone_by"),
)
_OWN = sa.table("tilbakemelding_batches", *map(sa.column, _KEPT))
_CORE = sa.table("batches", *map(sa.column, (*_KEPT, "kind", "size")))
_RESPONSE = ("district_id", "id", "activity_id", "batch_id", "token", "day", "mode")
_BEFORE = sa.table("tilbakemelding_responses", *map(sa.column, _RESPONSE))
_AFTER = sa.table("tilbakemelding_answered", *map(sa.column, _RESPONSE), sa.column("answers", Json))
_ANSWERS = sa.table(
    "tilbakemelding_answers",
    *map(sa.column, ("district_id", "id", "response_id", "question_id", "value")),
)
_KEY = "fk_tilbakemelding_texts_district_id_batch_id"


def upgrade() -> None:
    _table("tilbakemelding_answered", "batches", sa.Column("answers", Json, nullable=False))
    for district in districts():
        _batches_to_core(district)
        _answers_into_rows(district)
    _texts_refer_to("batches")
    with op.batch_alter_table("tilbakemelding_questions") as batch:
        batch.drop_column("imported")
    for table in ("answers", "responses", "batches"):
        op.drop_table(f"tilbakemelding_{table}")
    append_only("tilbakemelding_answered")


def downgrade() -> None:
    with op.batch_alter_table("tilbakemelding_questions") as batch:
        batch.add_column(
            sa.Column("imported", sa.Boolean, nullable=False, server_default=sa.false())
        )
    district_table(
        "tilbakemelding_batches",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.Column("undone_at", UtcDateTime),
        sa.Column("undone_by", sa.String),
        refers("activity_id", "activities"),
    )
    _table("tilbakemelding_responses", "tilbakemelding_batches")
    district_table(
        "tilbakemelding_answers",
        sa.Column("response_id", sa.BigInteger, nullable=False),
        sa.Column("question_id", sa.BigInteger, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        refers("question_id", "tilbakemelding_questions"),
        sa.UniqueConstraint("district_id", "response_id", "question_id", "value"),
    )
    columns = ["district_id", "question_id"]
    op.create_index("ix_tilbakemelding_answers_question", "tilbakemelding_answers", columns)
    for district in districts():
        _batches_to_plugin(district)
        _answers_into_their_own(district)
    _texts_refer_to("tilbakemelding_batches")
    op.drop_table("tilbakemelding_answered")
    for table in ("tilbakemelding_responses", "tilbakemelding_answers"):
        append_only(table)


def _table(name: str, batches: str, *more: sa.Column[object]) -> None:
    district_table(
        name,
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("batch_id", sa.BigInteger),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        *more,
        refers("activity_id", "activities"),
        refers("batch_id", batches),
        sa.UniqueConstraint("district_id", "activity_id", "token"),
    )
    op.create_index(f"ix_{name}_day", name, ["district_id", "activity_id", "day"])


def _texts_refer_to(table: str) -> None:
    with op.batch_alter_table("tilbakemelding_texts") as batch:
        batch.drop_constraint(_KEY, type_="foreignkey")
        batch.create_foreign_key(_KEY, table, ["district_id", "batch_id"], ["district_id", "id"])


def _batches_to_core(district: int) -> None:
    """Those that are not there already, as after a way down and up."""
    sizes = (
        sa.select(sa.func.count(_BEFORE.c.id))
        .where(_BEFORE.c.district_id == district, _BEFORE.c.batch_id == _OWN.c.id)
        .scalar_subquery()
    )
    there = sa.select(_CORE.c.id).where(_CORE.c.district_id == district)
    rows = sa.select(*(_OWN.c[name] for name in _KEPT), sa.literal("tilbakemelding"), sizes).where(
        _OWN.c.district_id == district, _OWN.c.id.not_in(there)
    )
    op.get_bind().execute(_CORE.insert().from_select([*_KEPT, "kind", "size"], rows))


def _batches_to_plugin(district: int) -> None:
    """Core keeps them, too: PostgreSQL would lock the tallies to delete one, and may not."""
    named = sa.select(_AFTER.c.batch_id).where(_AFTER.c.district_id == district)
    rows = sa.select(*(_CORE.c[name] for name in _KEPT)).where(
        _CORE.c.district_id == district,
        (_CORE.c.kind == "tilbakemelding") | _CORE.c.id.in_(named),
    )
    op.get_bind().execute(_OWN.insert().from_select([*_KEPT], rows))


def _answers_into_rows(district: int) -> None:
    bind = op.get_bind()
    answers: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    given = sa.select(_ANSWERS).where(_ANSWERS.c.district_id == district).order_by(_ANSWERS.c.id)
    for row in bind.execute(given).mappings():
        answers[row["response_id"]][str(row["question_id"])].append(row["value"])
    rows = bind.execute(sa.select(_BEFORE).where(_BEFORE.c.district_id == district)).mappings()
    copies = [{**row, "answers": dict(answers.get(row["id"], {}))} for row in rows]
    if copies:
        bind.execute(_AFTER.insert(), copies)


def _answers_into_their_own(district: int) -> None:
    bind = op.get_bind()
    rows = bind.execute(sa.select(_AFTER).where(_AFTER.c.district_id == district)).mappings().all()
    copies = [{name: row[name] for name in _RESPONSE} for row in rows]
    if not copies:
        return
    bind.execute(_BEFORE.insert(), copies)
    given = [
        {"district_id": district, "response_id": row["id"], "question_id": int(key), "value": value}
        for row in rows
        for key, values in row["answers"].items()
        if key.isdecimal()
        for value in values
    ]
    # Numbered from one: no other answer of the district is there
    if numbered := [{**one, "id": number} for number, one in enumerate(given, 1)]:
        bind.execute(_ANSWERS.insert(), numbered)
