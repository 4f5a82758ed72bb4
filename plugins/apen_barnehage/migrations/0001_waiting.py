"""Numbers for those who wait for a place."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers

revision = "apen_barnehage_0001"
down_revision = None


def upgrade() -> None:
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
