"""Which of the residents' languages a translator has been through."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import protect
from core.db.types import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "language_checks",
        sa.Column("district_id", sa.BigInteger, sa.ForeignKey("districts.id"), nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("checked_by", sa.String, nullable=False),
        sa.Column("checked_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "language"),
    )
    protect("language_checks")


def downgrade() -> None:
    op.drop_table("language_checks")
