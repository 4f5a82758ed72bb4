"""Bookings: what is taken never overlaps, on either engine."""

import sqlalchemy as sa
from alembic import op

from core.db.migration_tools import district_table, protect, refers
from core.db.types import Json, UtcDateTime

revision = "0004"
down_revision = "0003"

# 16 days is longer than any booking with its buffers: it bounds how far back is looked.
_OVERLAP = """
SELECT RAISE(ABORT, 'booking_takes overlap') WHERE EXISTS (
  SELECT 1 FROM booking_takes AS other
  WHERE other.district_id = NEW.district_id AND other.room_id = NEW.room_id
    AND other.starts < NEW.ends AND other.starts > datetime(NEW.starts, '-16 days')
    AND other.ends > NEW.starts AND other.active AND other.id <> NEW.id
    AND other.lane_from < NEW.lane_to AND NEW.lane_from < other.lane_to)
"""


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _organisation() -> sa.Column[int]:
    return sa.Column(
        "organisation_id", sa.BigInteger, sa.ForeignKey("organisations.id"), nullable=False
    )


def upgrade() -> None:
    op.add_column(
        "activities", sa.Column("tags", Json, nullable=False, server_default=sa.text("'[]'"))
    )
    _bookings()
    _takes()
    _claims()
    _rules()
    _letters()


def _bookings() -> None:
    district_table(
        "booking_series",
        _number("activity_id"),
        _moment("created_at"),
        _text("created_by"),
        refers("activity_id", "activities"),
    )
    district_table(
        "bookings",
        _number("place_id"),
        _number("activity_id"),
        _organisation(),
        _number("occurrence_id", nullable=True),
        _number("series_id", nullable=True),
        _moment("starts"),
        _moment("ends"),
        _flag("shared"),
        _number("people", nullable=True),
        _number("volunteers", nullable=True),
        _text("status"),
        _text("reason", nullable=True),
        _number("revision"),
        _moment("created_at"),
        _text("created_by"),
        _moment("changed_at"),
        _text("changed_by"),
        refers("place_id", "places"),
        refers("activity_id", "activities"),
        refers("occurrence_id", "occurrences"),
        refers("series_id", "booking_series"),
    )
    for name, column in (
        ("ix_bookings_starts", ["starts"]),
        ("ix_bookings_organisation", ["organisation_id", "starts"]),
        ("ix_bookings_occurrence", ["occurrence_id"]),
        ("ix_bookings_series", ["series_id"]),
    ):
        op.create_index(name, "bookings", ["district_id", *column])


def _takes() -> None:
    district_table(
        "booking_takes",
        _number("booking_id"),
        _number("room_id"),
        _moment("starts"),
        _moment("ends"),
        _number("lane_from"),
        _number("lane_to"),
        _flag("active"),
        refers("booking_id", "bookings"),
        refers("room_id", "places"),
        sa.CheckConstraint("starts < ends", name="time"),
        sa.CheckConstraint("lane_from < lane_to", name="lanes"),
    )
    op.create_index("ix_booking_takes_room", "booking_takes", ["district_id", "room_id", "starts"])
    op.create_index("ix_booking_takes_booking", "booking_takes", ["district_id", "booking_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE booking_takes ADD CONSTRAINT ex_booking_takes_overlap EXCLUDE USING gist "
            "(district_id WITH =, room_id WITH =, tstzrange(starts, ends) WITH &&, "
            "int8range(lane_from, lane_to) WITH &&) WHERE (active)"
        )
        return
    for verb, name in (("INSERT", "insert"), ("UPDATE", "update")):
        op.execute(
            f"CREATE TRIGGER booking_takes_overlap_{name} BEFORE {verb} ON booking_takes "
            f"WHEN NEW.active BEGIN {_OVERLAP}; END"
        )


def _claims() -> None:
    district_table(
        "booking_claims",
        _number("series_id"),
        _number("place_id"),
        _number("activity_id"),
        _organisation(),
        _moment("starts"),
        _moment("ends"),
        _flag("shared"),
        _number("people", nullable=True),
        _text("state"),
        _moment("offered_until", nullable=True),
        _moment("created_at"),
        _text("created_by"),
        refers("series_id", "booking_series"),
        refers("place_id", "places"),
        refers("activity_id", "activities"),
    )
    op.create_index("ix_booking_claims_state", "booking_claims", ["district_id", "state", "starts"])


def _rules() -> None:
    district_table(
        "agreements",
        _organisation(),
        _number("place_id"),
        _number("weekday"),
        sa.Column("starts", sa.Time, nullable=False),
        sa.Column("ends", sa.Time, nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=True),
        _number("release_days"),
        _number("notice_days"),
        _moment("created_at"),
        refers("place_id", "places"),
    )
    district_table(
        "place_rules",
        _number("place_id"),
        _text("kind"),
        _text("level"),
        sa.Column("value", Json, nullable=False),
        _moment("created_at"),
        _text("created_by"),
        refers("place_id", "places"),
    )
    _keyed("booking_versions", "subject", _number("version"))
    _keyed(
        "booking_plugin_rooms",
        "plugin",
        sa.Column("places", Json, nullable=False),
        _moment("changed_at"),
    )


def _keyed(name: str, key: str, *columns: sa.Column[object] | sa.Column[int]) -> None:
    op.create_table(
        name,
        sa.Column("district_id", sa.BigInteger, sa.ForeignKey("districts.id")),
        sa.Column(key, sa.String),
        *columns,
        sa.PrimaryKeyConstraint("district_id", key),
    )
    protect(name)


def _letters() -> None:
    district_table(
        "letters",
        _text("recipient"),
        _text("subject"),
        _text("body"),
        _moment("created_at"),
        _moment("sent_at", nullable=True),
        _number("tries"),
    )
    op.create_index("ix_letters_sent", "letters", ["district_id", "sent_at"])


def downgrade() -> None:
    for table in (
        "letters",
        "booking_plugin_rooms",
        "booking_versions",
        "place_rules",
        "agreements",
        "booking_claims",
        "booking_takes",
        "bookings",
        "booking_series",
    ):
        op.drop_table(table)
    with op.batch_alter_table("activities") as batch:
        batch.drop_column("tags")
