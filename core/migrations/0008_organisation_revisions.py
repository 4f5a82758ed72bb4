"""Organisations count their changes, so that pages that show their names know when to change."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column(
        "organisations", sa.Column("revision", sa.BigInteger, nullable=False, server_default="1")
    )


def downgrade() -> None:
    op.drop_column("organisations", "revision")
