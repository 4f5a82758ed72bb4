"""One table of imported files for all that lines of a file become, not for tallies alone."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Both engines let what refers to a table follow its new name."""
    op.rename_table("tally_batches", "batches")
    op.add_column("batches", sa.Column("kind", sa.String, nullable=False, server_default="tallies"))


def downgrade() -> None:
    with op.batch_alter_table("batches") as batch:
        batch.drop_column("kind")
    op.rename_table("batches", "tally_batches")
