"""Where plugins failed, told by every process."""

import sqlalchemy as sa
from alembic import op

from core.db.types import UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "plugin_failures",
        sa.Column("plugin", sa.String, nullable=False),
        sa.Column("hook", sa.String, nullable=False),
        sa.Column("error", sa.String, nullable=False),
        sa.Column("traceback", sa.String, nullable=False),
        sa.Column("times", sa.BigInteger, nullable=False),
        sa.Column("last_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("plugin", "hook"),
    )


def downgrade() -> None:
    op.drop_table("plugin_failures")
