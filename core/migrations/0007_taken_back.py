"""What a booking was given because of, that it takes time back, and when a letter was tried."""

import sqlalchemy as sa
from alembic import op

from core.db.types import Json, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "bookings", sa.Column("displace", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column(
        "bookings", sa.Column("released", Json, nullable=False, server_default=sa.text("'[]'"))
    )
    op.add_column("letters", sa.Column("tried_at", UtcDateTime, nullable=True))


def downgrade() -> None:
    for table, columns in (("letters", ["tried_at"]), ("bookings", ["released", "displace"])):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.drop_column(column)
