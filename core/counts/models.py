"""Counts: append-only signed events, a total that follows them, and imported batches."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, Scoped, within_district
from core.db.types import Json


class CountEvent(Scoped, Base):
    """±n of a category. The id is made where the tap happens, so a replay changes nothing.

    `press` groups what one press or one form saved; `undoes` names the event this one takes back.
    """

    __tablename__ = "count_events"
    __table_args__ = (
        within_district("occurrence_id", "occurrences"),
        Index("ix_count_events_occurrence", "district_id", "occurrence_id", "received_at"),
        Index(
            "uq_count_events_undoes",
            "district_id",
            "undoes",
            unique=True,
            sqlite_where=text("undoes IS NOT NULL"),
            postgresql_where=text("undoes IS NOT NULL"),
        ),
        # A tap then writes one page of the table instead of two
        {"sqlite_with_rowid": False},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int]
    category: Mapped[str]
    n: Mapped[int]
    press: Mapped[UUID]
    undoes: Mapped[UUID | None]
    source: Mapped[str]
    actor: Mapped[str]
    reason: Mapped[str | None]
    batch_id: Mapped[int | None]
    tapped_at: Mapped[datetime]
    received_at: Mapped[datetime]


class CountTotal(Scoped, Base):
    """The sum of a day's events in a category, kept in the same transaction as they are.

    `entries` counts the events that still stand (an undo takes one away): a day with entries and
    the total 0 was held and nobody came; a day without was not entered.
    """

    __tablename__ = "count_totals"
    __table_args__ = (within_district("occurrence_id", "occurrences"),)

    occurrence_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    category: Mapped[str] = mapped_column(primary_key=True)
    total: Mapped[int]
    entries: Mapped[int]


class CountBatch(DistrictOwned, Base):
    """Days and counts saved together from a file, to be undone together.

    `before` keeps, by day's id, the state and reason to go back to.
    """

    __tablename__ = "count_batches"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    label: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    before: Mapped[dict[str, list[str | None]]] = mapped_column(Json)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
