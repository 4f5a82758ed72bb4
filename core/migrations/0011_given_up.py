"""Dates the holder of a standing agreement gives up, and who asked for them."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers
from core.db.types import Json, UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column(
        "agreements", sa.Column("given_up", Json, nullable=False, server_default=sa.text("'[]'"))
    )
    district_table(
        "agreement_questions",
        sa.Column("agreement_id", sa.BigInteger, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_by", sa.String, nullable=False),
        refers("agreement_id", "agreements"),
        refers("activity_id", "activities"),
        sa.UniqueConstraint("district_id", "agreement_id", "day", "activity_id"),
    )


def downgrade() -> None:
    op.drop_table("agreement_questions")
    with op.batch_alter_table("agreements") as batch:
        batch.drop_column("given_up")
