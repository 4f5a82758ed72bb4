"""A number is given once a press, however often the button's form is sent."""

import sqlalchemy as sa
from alembic import op

revision = "apen_barnehage_0002"
down_revision = "apen_barnehage_0001"
_TABLE, _ONCE = "apen_barnehage_waiting", "uq_apen_barnehage_waiting_press"


def upgrade() -> None:
    op.add_column(_TABLE, sa.Column("press", sa.Uuid))
    op.create_index(_ONCE, _TABLE, ["district_id", "press"], unique=True)


def downgrade() -> None:
    op.drop_index(_ONCE, _TABLE)
    with op.batch_alter_table(_TABLE) as batch:
        batch.drop_column("press")
