"""Slips from the health station, and numbers for those who wait."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import append_only, district_table, refers
from core.db.types import UtcDateTime

revision = "apen_barnehage_0001"
down_revision = None


def upgrade() -> None:
    district_table(
        "apen_barnehage_slips",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("place_id", sa.BigInteger, nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("entered_by", sa.String, nullable=False),
        sa.Column("entered_at", UtcDateTime, nullable=False),
        refers("activity_id", "activities"),
        refers("place_id", "places"),
    )
    op.create_index(
        "ix_apen_barnehage_slips_month",
        "apen_barnehage_slips",
        ["district_id", "activity_id", "month"],
    )
    append_only("apen_barnehage_slips")
    district_table(
        "apen_barnehage_waiting",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("place_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("given_on", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("outcome", sa.String),
        refers("activity_id", "activities"),
        refers("place_id", "places"),
        sa.UniqueConstraint("district_id", "activity_id", "place_id", "number"),
    )


def downgrade() -> None:
    op.drop_table("apen_barnehage_waiting")
    op.drop_table("apen_barnehage_slips")
