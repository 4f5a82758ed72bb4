"""Signed entries beside the days' counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from core.db.base import Base, DistrictOwned, within_district

_UNDOES = text("undoes IS NOT NULL")


class Tally(DistrictOwned, Base):
    """±n of what `key` names, such as people reached. Sum is truth: rows are added, never changed.

    `key` begins with its plugin's name. `period` is when, as "2026-W47" or "2026-11", `subject`
    which thing, both empty where that does not matter. `press` is what one form saved, so that a
    form sent twice counts once; `undoes` names the press this one takes back.
    """

    __tablename__ = "tallies"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("occurrence_id", "occurrences"),
        within_district("batch_id", "batches"),
        UniqueConstraint("district_id", "press", "key", "period", "subject"),
        Index("ix_tallies_key", "district_id", "activity_id", "key", "period"),
        Index(
            "uq_tallies_undoes",
            "district_id",
            "undoes",
            "key",
            "period",
            "subject",
            unique=True,
            sqlite_where=_UNDOES,
            postgresql_where=_UNDOES,
        ),
    )

    activity_id: Mapped[int]
    key: Mapped[str]
    period: Mapped[str]
    subject: Mapped[str]
    occurrence_id: Mapped[int | None]
    n: Mapped[int]
    note: Mapped[str | None]
    reason: Mapped[str | None]
    press: Mapped[UUID]
    undoes: Mapped[UUID | None]
    batch_id: Mapped[int | None]
    actor: Mapped[str]
    saved_at: Mapped[datetime]
