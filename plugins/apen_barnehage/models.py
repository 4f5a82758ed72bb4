"""Slips the health station hands out, and numbers for those who wait for a place."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district


class SlipKind(StrEnum):
    """What became of slips."""

    PRINTED = "printed"
    GIVEN = "given"


class SlipEntry(DistrictOwned, Base):
    """Slips printed or given out: signed, never changed. All slips of a month and place are alike.

    A code of one's own on each would tell who is a patient; `month` is its first day.
    """

    __tablename__ = "apen_barnehage_slips"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("place_id", "places"),
        Index("ix_apen_barnehage_slips_month", "district_id", "activity_id", "month"),
    )

    activity_id: Mapped[int]
    place_id: Mapped[int]
    month: Mapped[date]
    kind: Mapped[str]
    n: Mapped[int]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]


class Outcome(StrEnum):
    """How waiting ended."""

    PLACE = "place"
    LEFT = "left"


class WaitingNumber(DistrictOwned, Base):
    """A number somebody got when a place was full. No name: they keep the number themselves."""

    __tablename__ = "apen_barnehage_waiting"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("place_id", "places"),
        UniqueConstraint("district_id", "activity_id", "place_id", "number"),
    )

    activity_id: Mapped[int]
    place_id: Mapped[int]
    number: Mapped[int]
    given_on: Mapped[date]
    ended_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(default=None)
