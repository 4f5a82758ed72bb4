"""Files that wait are core's now; those that waited for less than a day are sent again."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers
from core.db.types import Json, UtcDateTime

revision = "rodekors_0002"
down_revision = "rodekors_0001"


def upgrade() -> None:
    op.drop_table("rodekors_uploads")


def downgrade() -> None:
    district_table(
        "rodekors_uploads",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("filename", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("keep", Json, nullable=False),
        sa.Column("uploaded_by", sa.String, nullable=False),
        sa.Column("uploaded_at", UtcDateTime, nullable=False),
        refers("activity_id", "activities"),
    )
