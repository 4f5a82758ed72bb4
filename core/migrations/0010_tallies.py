"""Numbers that are no day's: signed entries of weeks, months and things."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import append_only, district_table, refers
from core.db.types import UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    district_table(
        "tally_batches",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.Column("undone_at", UtcDateTime),
        sa.Column("undone_by", sa.String),
        refers("activity_id", "activities"),
    )
    district_table(
        "tallies",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("period", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("occurrence_id", sa.BigInteger),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("note", sa.String),
        sa.Column("reason", sa.String),
        sa.Column("press", sa.Uuid, nullable=False),
        sa.Column("undoes", sa.Uuid),
        sa.Column("batch_id", sa.BigInteger),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("saved_at", UtcDateTime, nullable=False),
        refers("activity_id", "activities"),
        refers("occurrence_id", "occurrences"),
        refers("batch_id", "tally_batches"),
        sa.UniqueConstraint("district_id", "press", "key", "period", "subject"),
    )
    op.create_index("ix_tallies_key", "tallies", ["district_id", "activity_id", "key", "period"])
    op.create_index(
        "uq_tallies_undoes",
        "tallies",
        ["district_id", "undoes", "key", "period", "subject"],
        unique=True,
        sqlite_where=sa.text("undoes IS NOT NULL"),
        postgresql_where=sa.text("undoes IS NOT NULL"),
    )
    append_only("tallies")


def downgrade() -> None:
    op.drop_table("tallies")
    op.drop_table("tally_batches")
