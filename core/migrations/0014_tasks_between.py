"""Tasks of an offer between its days, too."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
_KEY = "fk_tasks_district_id_activity_id"


def upgrade() -> None:
    with op.batch_alter_table("tasks") as tasks:
        tasks.alter_column("occurrence_id", existing_type=sa.BigInteger, nullable=True)
        tasks.add_column(sa.Column("activity_id", sa.BigInteger))
        tasks.create_foreign_key(
            _KEY, "activities", ["district_id", "activity_id"], ["district_id", "id"]
        )
    op.create_index("ix_tasks_activity", "tasks", ["district_id", "activity_id"])


def downgrade() -> None:
    """What is of no day goes."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:  # the owner is not to be kept from other districts' rows meanwhile
        op.execute("ALTER TABLE tasks NO FORCE ROW LEVEL SECURITY")
    op.execute("DELETE FROM tasks WHERE occurrence_id IS NULL")
    if postgresql:
        op.execute("ALTER TABLE tasks FORCE ROW LEVEL SECURITY")
    op.drop_index("ix_tasks_activity", "tasks")
    with op.batch_alter_table("tasks") as tasks:
        tasks.drop_constraint(_KEY, type_="foreignkey")
        tasks.drop_column("activity_id")
        tasks.alter_column("occurrence_id", existing_type=sa.BigInteger, nullable=False)
