"""What the network keeps beside core's days and people. Nobody who comes to a gathering is here."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from core.db.base import Base, DistrictOwned, within_district


class GatheringNote(DistrictOwned, Base):
    """What only the network knows of a day: that the invitation is out, and what was learned."""

    __tablename__ = "kvinnenettverk_notes"
    __table_args__ = (
        within_district("occurrence_id", "occurrences"),
        UniqueConstraint("district_id", "occurrence_id"),
    )

    occurrence_id: Mapped[int]
    invited_at: Mapped[datetime | None]
    went_well: Mapped[str | None]
    to_change: Mapped[str | None]
    next_time: Mapped[str | None]


class Member(DistrictOwned, Base):
    """Somebody in the resource group. Goes with the person when they are erased.

    Purpose: to plan gatherings together. How to reach them is with the person. `until` is the last
    local date, None until further notice; `external` are those who do not work in the district.
    """

    __tablename__ = "kvinnenettverk_members"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("person_id", "people", goes_with=True),
        UniqueConstraint("district_id", "activity_id", "person_id"),
    )

    activity_id: Mapped[int]
    person_id: Mapped[int]
    comes_from: Mapped[str]
    role: Mapped[str]
    external: Mapped[bool]
    until: Mapped[date | None]


class Meeting(DistrictOwned, Base):
    """A meeting of the resource group. `starts` is UTC."""

    __tablename__ = "kvinnenettverk_meetings"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    starts: Mapped[datetime]
    agenda: Mapped[str | None]
