"""Files that wait between preview and saving."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers
from core.db.types import Json, UtcDateTime

revision = "rodekors_0001"
down_revision = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("rodekors_uploads")
