"""What was decided about an offer and why, and the everyday stories that belong to it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district
from core.db.types import Json


class Outcome(StrEnum):
    """What becomes of an offer."""

    CONTINUE = "continue"
    CHANGE = "change"
    STOP = "stop"


class Decision(DistrictOwned, Base):
    """A decision as it was made. Append-only.

    `decided_by` is a reference ("user:17"), `decided_as` the role held then and `owner_role` who
    was responsible. `first` and `last` are the local dates of the period it rests on, `figures`
    what they were then (`frozen.py`). `keywords` are words people may ask for the offer with.
    `press` is the form's: sent twice, it is one decision.
    """

    __tablename__ = "vurdering_decisions"
    __table_args__ = (
        within_district("activity_id", "activities"),
        Index("ix_vurdering_decisions_activity", "district_id", "activity_id"),
        UniqueConstraint("district_id", "press"),
    )

    activity_id: Mapped[int]
    outcome: Mapped[str]
    reason: Mapped[str]
    change: Mapped[str | None]
    keywords: Mapped[str | None]
    continues_until: Mapped[date | None]
    review_on: Mapped[date | None]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    decided_as: Mapped[str]
    owner_role: Mapped[str | None]
    first: Mapped[date]
    last: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
    press: Mapped[UUID | None]


class Story(DistrictOwned, Base):
    """One version of the anonymous everyday story of a period of local dates, inclusive."""

    __tablename__ = "vurdering_stories"
    __table_args__ = (
        within_district("activity_id", "activities"),
        Index("ix_vurdering_stories_activity", "district_id", "activity_id"),
    )

    activity_id: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
