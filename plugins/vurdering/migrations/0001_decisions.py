"""Decisions and everyday stories."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import append_only, district_table, refers
from core.db.types import Json, UtcDateTime

revision = "vurdering_0001"
down_revision = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date, nullable=nullable)


def upgrade() -> None:
    district_table(
        "vurdering_decisions",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        _text("outcome"),
        _text("reason"),
        _text("change", nullable=True),
        _text("keywords", nullable=True),
        _day("continues_until", nullable=True),
        _day("review_on", nullable=True),
        sa.Column("decided_at", UtcDateTime, nullable=False),
        _text("decided_by"),
        _text("decided_as"),
        _text("owner_role", nullable=True),
        _day("first"),
        _day("last"),
        sa.Column("figures", Json, nullable=False),
        refers("activity_id", "activities"),
    )
    district_table(
        "vurdering_stories",
        sa.Column("activity_id", sa.BigInteger, nullable=False),
        _day("first"),
        _day("last"),
        _text("text"),
        sa.Column("written_at", UtcDateTime, nullable=False),
        _text("written_by"),
        refers("activity_id", "activities"),
    )
    for table in ("vurdering_decisions", "vurdering_stories"):
        op.create_index(
            table.replace("vurdering", "ix_vurdering") + "_activity",
            table,
            ["district_id", "activity_id"],
        )
    append_only("vurdering_decisions")


def downgrade() -> None:
    for table in ("decisions", "stories"):
        op.drop_table(f"vurdering_{table}")
