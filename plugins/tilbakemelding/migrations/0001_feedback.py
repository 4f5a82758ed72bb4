"""Questions, answers, texts, and files they were read from."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import append_only, district_table, refers
from core.db.types import Json, UtcDateTime

revision = "tilbakemelding_0001"
down_revision = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime, nullable=nullable)


def upgrade() -> None:
    district_table(
        "tilbakemelding_questions",
        _number("activity_id"),
        _number("position"),
        _text("kind"),
        _text("standard", nullable=True),
        sa.Column("texts", Json, nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("imported", sa.Boolean, nullable=False),
        _moment("created_at"),
        _moment("ended_at", nullable=True),
        refers("activity_id", "activities"),
    )
    district_table(
        "tilbakemelding_batches",
        _number("activity_id"),
        _text("label"),
        _moment("created_at"),
        _text("created_by"),
        _moment("undone_at", nullable=True),
        _text("undone_by", nullable=True),
        refers("activity_id", "activities"),
    )
    _answers()


def _answers() -> None:
    district_table(
        "tilbakemelding_responses",
        _number("activity_id"),
        _number("batch_id", nullable=True),
        _text("token"),
        sa.Column("day", sa.Date, nullable=False),
        _text("mode"),
        refers("activity_id", "activities"),
        refers("batch_id", "tilbakemelding_batches"),
        sa.UniqueConstraint("district_id", "activity_id", "token"),
    )
    op.create_index(
        "ix_tilbakemelding_responses_day",
        "tilbakemelding_responses",
        ["district_id", "activity_id", "day"],
    )
    district_table(
        "tilbakemelding_answers",
        _number("response_id"),
        _number("question_id"),
        _text("value"),
        refers("question_id", "tilbakemelding_questions"),
        sa.UniqueConstraint("district_id", "response_id", "question_id", "value"),
    )
    op.create_index(
        "ix_tilbakemelding_answers_question",
        "tilbakemelding_answers",
        ["district_id", "question_id"],
    )
    district_table(
        "tilbakemelding_texts",
        _number("activity_id"),
        _number("question_id"),
        _number("batch_id", nullable=True),
        sa.Column("day", sa.Date, nullable=False),
        _text("text"),
        sa.Column("keep_until", sa.Date, nullable=False),
        _moment("released_at", nullable=True),
        _text("released_by", nullable=True),
        refers("activity_id", "activities"),
        refers("question_id", "tilbakemelding_questions"),
        refers("batch_id", "tilbakemelding_batches"),
    )
    for table in ("tilbakemelding_responses", "tilbakemelding_answers"):
        append_only(table)


def downgrade() -> None:
    for table in ("texts", "answers", "responses", "batches", "questions"):
        op.drop_table(f"tilbakemelding_{table}")
