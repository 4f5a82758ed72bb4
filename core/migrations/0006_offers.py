"""Who owns an offer and until when, who does what on a day, and files that wait."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, refers
from core.db.types import Json, UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("activities") as activities:
        activities.add_column(sa.Column("audience", sa.String))
        activities.add_column(sa.Column("owner_role", sa.String))
        activities.add_column(sa.Column("owner_id", sa.BigInteger))
        activities.add_column(sa.Column("deputy_id", sa.BigInteger))
        activities.add_column(sa.Column("continues_until", sa.Date))
        activities.add_column(sa.Column("review_on", sa.Date))
        activities.create_foreign_key("fk_activities_owner_id", "users", ["owner_id"], ["id"])
        activities.create_foreign_key("fk_activities_deputy_id", "users", ["deputy_id"], ["id"])
    op.add_column("occurrences", sa.Column("title", sa.String))
    _assignments()
    _interpreter_needs()
    _uploads()


def _assignments() -> None:
    district_table(
        "assignments",
        sa.Column("occurrence_id", sa.BigInteger, nullable=False),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        refers("occurrence_id", "occurrences"),
        refers("person_id", "people", goes_with=True),
        sa.UniqueConstraint("district_id", "occurrence_id", "person_id", "role"),
    )
    op.create_index("ix_assignments_person", "assignments", ["district_id", "person_id"])


def _interpreter_needs() -> None:
    district_table(
        "interpreter_needs",
        sa.Column("occurrence_id", sa.BigInteger, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("ordered", sa.Boolean, nullable=False),
        refers("occurrence_id", "occurrences"),
        sa.UniqueConstraint("district_id", "occurrence_id", "language"),
    )


def _uploads() -> None:
    district_table(
        "uploads",
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        sa.Column("filename", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("decisions", Json, nullable=False),
        sa.Column("uploaded_by", sa.String, nullable=False),
        sa.Column("uploaded_at", UtcDateTime, nullable=False),
        refers("activity_id", "activities"),
    )


def downgrade() -> None:
    for table in ("uploads", "interpreter_needs", "assignments"):
        op.drop_table(table)
    op.drop_column("occurrences", "title")
    with op.batch_alter_table("activities") as activities:
        activities.drop_constraint("fk_activities_owner_id", type_="foreignkey")
        activities.drop_constraint("fk_activities_deputy_id", type_="foreignkey")
        for column in (
            "review_on",
            "continues_until",
            "deputy_id",
            "owner_id",
            "owner_role",
            "audience",
        ):
            activities.drop_column(column)
