"""Numbers for those who wait for a place."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district


class Outcome(StrEnum):
    """How waiting ended."""

    PLACE = "place"
    LEFT = "left"


class WaitingNumber(DistrictOwned, Base):
    """A number somebody got when a place was full. No name: they keep the number themselves.

    `press` is the form that gave it, so that one sent twice gives one number.
    """

    __tablename__ = "apen_barnehage_waiting"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("place_id", "places"),
        UniqueConstraint("district_id", "activity_id", "place_id", "number"),
        Index("uq_apen_barnehage_waiting_press", "district_id", "press", unique=True),
    )

    activity_id: Mapped[int]
    place_id: Mapped[int]
    number: Mapped[int]
    given_on: Mapped[date]
    ended_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(default=None)
    press: Mapped[UUID | None] = mapped_column(default=None)
