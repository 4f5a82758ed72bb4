"""What each district owns: places, people, activities and their days, devices, counts."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import append_only, district_table, protect, refers
from core.db.types import Json, UtcDateTime

revision = "0002"
down_revision = "0001"


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _organisation() -> sa.Column[int]:
    return sa.Column(
        "organisation_id", sa.BigInteger, sa.ForeignKey("organisations.id"), nullable=False
    )


def upgrade() -> None:
    _log()
    _places()
    _people()
    _schedules()
    _devices()
    _counts()


def _log() -> None:
    district_table(
        "audit_entries",
        _moment("at"),
        _text("actor"),
        _text("action"),
        _text("target"),
        _text("reason", nullable=True),
        sa.Column("detail", Json, nullable=False),
    )
    append_only("audit_entries")
    op.create_table(
        "given_answers",
        sa.Column("district_id", sa.BigInteger, sa.ForeignKey("districts.id"), primary_key=True),
        sa.Column("key_hash", sa.String, primary_key=True),
        _text("body_hash"),
        sa.Column("status", sa.BigInteger, nullable=False),
        _text("body"),
        _moment("given_at"),
    )
    protect("given_answers")


def _places() -> None:
    district_table(
        "places",
        _text("slug"),
        _text("name"),
        _number("parent_id", nullable=True),
        sa.Column("capacity", sa.BigInteger),
        sa.Column("lanes", sa.BigInteger, nullable=False),
        sa.Column("equipment", Json, nullable=False),
        _text("address", nullable=True),
        _moment("created_at"),
        _moment("archived_at", nullable=True),
        refers("parent_id", "places"),
        sa.UniqueConstraint("district_id", "slug"),
    )
    district_table(
        "opening_hours",
        _number("place_id"),
        sa.Column("weekday", sa.BigInteger, nullable=False),
        sa.Column("opens", sa.Time, nullable=False),
        sa.Column("closes", sa.Time, nullable=False),
        refers("place_id", "places"),
    )


def _people() -> None:
    district_table(
        "people",
        _organisation(),
        _text("name"),
        _text("task", nullable=True),
        _text("email", nullable=True),
        _text("phone", nullable=True),
        sa.Column("keep_until", sa.Date, nullable=False),
        sa.Column("hidden", sa.Boolean, nullable=False),
        _moment("created_at"),
        _moment("archived_at", nullable=True),
    )


def _schedules() -> None:
    _activities()
    district_table(
        "plans",
        _number("activity_id"),
        sa.Column("weekdays", Json, nullable=False),
        sa.Column("starts", sa.Time, nullable=False),
        sa.Column("ends", sa.Time, nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        _number("place_id", nullable=True),
        _moment("created_at"),
        refers("activity_id", "activities"),
        refers("place_id", "places"),
    )
    district_table(
        "occurrences",
        _number("activity_id"),
        _number("plan_id", nullable=True),
        _number("place_id", nullable=True),
        sa.Column("day", sa.Date, nullable=False),
        _moment("starts"),
        _moment("ends"),
        _text("state"),
        _text("reason", nullable=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        _moment("changed_at"),
        refers("activity_id", "activities"),
        refers("place_id", "places"),
        refers("plan_id", "plans"),
        sa.CheckConstraint("starts < ends", name="starts_before_ends"),
    )
    stands = sa.text("state <> 'withdrawn'")
    op.create_index(
        "uq_occurrences_activity_starts",
        "occurrences",
        ["district_id", "activity_id", "starts"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index(
        "ix_occurrences_activity_day", "occurrences", ["district_id", "activity_id", "day"]
    )
    op.create_index("ix_occurrences_day", "occurrences", ["district_id", "day"])
    district_table(
        "calendar_notes",
        _text("kind"),
        _text("name"),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
    )


def _activities() -> None:
    district_table(
        "activities",
        _text("slug"),
        _text("name"),
        _text("kind"),
        _organisation(),
        _text("plugin", nullable=True),
        _number("place_id", nullable=True),
        _text("description", nullable=True),
        sa.Column("feed_token", sa.String, nullable=False, unique=True),
        _moment("created_at"),
        _moment("archived_at", nullable=True),
        refers("place_id", "places"),
        sa.UniqueConstraint("district_id", "slug"),
    )
    district_table(
        "activity_staff",
        _number("activity_id"),
        sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id"), nullable=False),
        refers("activity_id", "activities"),
        sa.UniqueConstraint("district_id", "activity_id", "user_id"),
    )


def _devices() -> None:
    district_table(
        "devices",
        _number("activity_id"),
        _text("label"),
        sa.Column("token_hash", sa.String, nullable=False, unique=True),
        _moment("paired_at"),
        _moment("last_heard_at"),
        _moment("cut_off_at", nullable=True),
        refers("activity_id", "activities"),
    )
    district_table(
        "pairing_codes",
        _number("activity_id"),
        _text("label"),
        sa.Column("code_hash", sa.String, nullable=False, unique=True),
        _text("created_by"),
        _moment("expires_at"),
        _moment("used_at", nullable=True),
        refers("activity_id", "activities"),
    )


def _counts() -> None:
    district = sa.Column("district_id", sa.BigInteger, sa.ForeignKey("districts.id"))
    op.create_table(
        "count_events",
        district,
        sa.Column("id", sa.Uuid, nullable=False),
        _number("occurrence_id"),
        _text("category"),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("press", sa.Uuid, nullable=False),
        sa.Column("undoes", sa.Uuid),
        _text("source"),
        _text("actor"),
        _text("reason", nullable=True),
        _number("batch_id", nullable=True),
        _moment("tapped_at"),
        _moment("received_at"),
        sa.PrimaryKeyConstraint("district_id", "id"),
        refers("occurrence_id", "occurrences"),
    )
    op.create_index(
        "ix_count_events_occurrence",
        "count_events",
        ["district_id", "occurrence_id", "received_at"],
    )
    op.create_index(
        "uq_count_events_undoes", "count_events", ["district_id", "undoes"], unique=True
    )
    op.create_table(
        "count_totals",
        sa.Column("district_id", sa.BigInteger, sa.ForeignKey("districts.id")),
        _number("occurrence_id"),
        _text("category"),
        sa.Column("total", sa.BigInteger, nullable=False),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("district_id", "occurrence_id", "category"),
        refers("occurrence_id", "occurrences"),
    )
    protect("count_events")
    protect("count_totals")
    append_only("count_events")
    district_table(
        "count_batches",
        _number("activity_id"),
        _text("label"),
        _moment("created_at"),
        _text("created_by"),
        sa.Column("before", Json, nullable=False),
        _moment("undone_at", nullable=True),
        _text("undone_by", nullable=True),
        refers("activity_id", "activities"),
    )


def downgrade() -> None:
    for table in (
        "count_batches",
        "count_totals",
        "count_events",
        "pairing_codes",
        "devices",
        "calendar_notes",
        "occurrences",
        "plans",
        "activity_staff",
        "activities",
        "people",
        "opening_hours",
        "places",
        "given_answers",
        "audit_entries",
    ):
        op.drop_table(table)
