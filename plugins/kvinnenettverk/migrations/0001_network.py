"""The resource group, its meetings, and what is noted of gatherings."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers
from core.db.types import UtcDateTime

revision = "kvinnenettverk_0001"
down_revision = None
_TABLES = ("notes", "members", "meetings")


def upgrade() -> None:
    _notes()
    _group()


def _notes() -> None:
    district_table(
        "kvinnenettverk_notes",
        sa.Column("occurrence_id", sa.BigInteger, nullable=False),
        sa.Column("invited_at", UtcDateTime, nullable=True),
        sa.Column("went_well", sa.String, nullable=True),
        sa.Column("to_change", sa.String, nullable=True),
        sa.Column("next_time", sa.String, nullable=True),
        refers("occurrence_id", "occurrences"),
        sa.UniqueConstraint("district_id", "occurrence_id"),
    )


def _group() -> None:
    district_table(
        "kvinnenettverk_members",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("comes_from", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("external", sa.Boolean, nullable=False),
        sa.Column("until", sa.Date, nullable=True),
        refers("activity_id", "activities"),
        refers("person_id", "people", goes_with=True),
        sa.UniqueConstraint("district_id", "activity_id", "person_id"),
    )
    district_table(
        "kvinnenettverk_meetings",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("starts", UtcDateTime, nullable=False),
        sa.Column("agenda", sa.String, nullable=True),
        refers("activity_id", "activities"),
    )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(f"kvinnenettverk_{table}")
