"""Reminders, and the letters core keeps of them."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers
from core.db.types import UtcDateTime

revision = "paaminnelse_0001"
down_revision = None


def upgrade() -> None:
    district_table(
        "paaminnelse_reminders",
        sa.Column("occurrence_id", sa.BigInteger, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("token", sa.String, nullable=False, unique=True),
        sa.Column("link", sa.String, nullable=False),
        sa.Column("told_of", UtcDateTime, nullable=True),
        refers("occurrence_id", "occurrences"),
        sa.UniqueConstraint("district_id", "occurrence_id", "email"),
    )
    district_table(
        "paaminnelse_letters",
        sa.Column("letter_id", sa.BigInteger, nullable=False),
        sa.Column("reminder_id", sa.BigInteger, nullable=False),
        sa.Column("keep_until", UtcDateTime, nullable=False),
        refers("letter_id", "letters", goes_with=True),
    )


def downgrade() -> None:
    op.drop_table("paaminnelse_letters")
    op.drop_table("paaminnelse_reminders")
