"""A stand's lists."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers

revision = "bymisjon_0001"
down_revision = None


def upgrade() -> None:
    district_table(
        "bymisjon_lines",
        sa.Column("occurrence_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("offer_id", sa.BigInteger),
        refers("occurrence_id", "occurrences"),
        refers("offer_id", "activities"),
        sa.UniqueConstraint("district_id", "occurrence_id", "kind", "name"),
    )


def downgrade() -> None:
    op.drop_table("bymisjon_lines")
