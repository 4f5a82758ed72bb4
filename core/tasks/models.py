"""Tasks: what is to be done for a day or in between, and who does it."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from core.db.base import Base, DistrictOwned, within_district


class Task(DistrictOwned, Base):
    """Something to do for a day, or for an offer between its days: one of the two is there.

    Goes with the person who has it. Purpose: that those who prepare a day know who does what.
    `due` is the last local date.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        within_district("occurrence_id", "occurrences"),
        within_district("activity_id", "activities"),
        within_district("person_id", "people", goes_with=True),
        Index("ix_tasks_occurrence", "district_id", "occurrence_id"),
        Index("ix_tasks_activity", "district_id", "activity_id"),
        Index("ix_tasks_person", "district_id", "person_id"),
    )

    occurrence_id: Mapped[int | None]
    activity_id: Mapped[int | None]
    person_id: Mapped[int | None]
    text: Mapped[str]
    due: Mapped[date]
    done_at: Mapped[datetime | None]
