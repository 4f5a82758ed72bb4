"""What is to be done before a day, by whom and until when."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers
from core.db.types import UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    district_table(
        "tasks",
        sa.Column("occurrence_id", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("done_at", UtcDateTime, nullable=True),
        refers("occurrence_id", "occurrences"),
        refers("person_id", "people", goes_with=True),
    )
    op.create_index("ix_tasks_occurrence", "tasks", ["district_id", "occurrence_id"])
    op.create_index("ix_tasks_person", "tasks", ["district_id", "person_id"])


def downgrade() -> None:
    op.drop_table("tasks")
