"""Calendar feeds of bookings have secret addresses that can be renewed."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    district_table(
        "booking_feeds",
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject_id", sa.BigInteger, nullable=False),
        sa.Column("token", sa.String, nullable=False, unique=True),
        sa.UniqueConstraint("district_id", "kind", "subject_id"),
    )


def downgrade() -> None:
    op.drop_table("booking_feeds")
