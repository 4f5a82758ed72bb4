"""A form that is sent twice is one decision: its press is kept, and is unique."""

import sqlalchemy as sa
from alembic import op

revision = "vurdering_0002"
down_revision = "vurdering_0001"

_TABLE, _ONCE = "vurdering_decisions", ["district_id", "press"]
_NAME = "uq_vurdering_decisions_district_id_press"


def upgrade() -> None:
    with op.batch_alter_table(_TABLE) as batch:
        batch.add_column(sa.Column("press", sa.Uuid))
        batch.create_unique_constraint(_NAME, _ONCE)


def downgrade() -> None:
    with op.batch_alter_table(_TABLE) as batch:
        batch.drop_constraint(_NAME, type_="unique")
        batch.drop_column("press")
