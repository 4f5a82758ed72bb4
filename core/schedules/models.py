"""Activities, the plans that make their days, the days themselves, and the district's calendar."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district
from core.db.types import Json

_STANDS = text("state <> 'withdrawn'")


class ActivityKind(StrEnum):
    """What an offer is: once, a series for one group, or open to whoever comes."""

    SINGLE = "single"
    SERIES = "series"
    DROP_IN = "drop-in"


class OccurrenceState(StrEnum):
    """What is stored. Whether a planned day was held is told by its counts."""

    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class NoteKind(StrEnum):
    """What a calendar note means for a plan: only a public holiday proposes to close."""

    PUBLIC_HOLIDAY = "public-holiday"
    SCHOOL_FREE = "school-free"
    NOTE = "note"


class Activity(DistrictOwned, Base):
    """An offer (tilbud). Belongs to core, with or without a plugin.

    `tags` are what neighbours need to know of it, e.g. "quiet", "loud", "women-only". Whoever has
    `owner_role` owns the offer; `owner_id` and `deputy_id` are the users who fill it now.
    `continues_until` is its last day and `review_on` the day it is looked at again, local dates.
    """

    __tablename__ = "activities"
    __table_args__ = (
        within_district("place_id", "places"),
        UniqueConstraint("district_id", "slug"),
    )

    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    plugin: Mapped[str | None]
    place_id: Mapped[int | None]
    description: Mapped[str | None]
    audience: Mapped[str | None]
    owner_role: Mapped[str | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    continues_until: Mapped[date | None]
    review_on: Mapped[date | None]
    feed_token: Mapped[str] = mapped_column(unique=True)
    tags: Mapped[list[str]] = mapped_column(Json, default=list, server_default=text("'[]'"))
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class ActivityStaff(DistrictOwned, Base):
    """An employee who is on an activity, and may therefore count for it."""

    __tablename__ = "activity_staff"
    __table_args__ = (
        within_district("activity_id", "activities"),
        UniqueConstraint("district_id", "activity_id", "user_id"),
    )

    activity_id: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Plan(DistrictOwned, Base):
    """A weekly rule, kept as it was given: local times, chosen weekdays, first and last day."""

    __tablename__ = "plans"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("place_id", "places"),
    )

    activity_id: Mapped[int]
    weekdays: Mapped[list[int]] = mapped_column(Json)
    starts: Mapped[time]
    ends: Mapped[time]
    first: Mapped[date]
    last: Mapped[date]
    place_id: Mapped[int | None]
    created_at: Mapped[datetime]


class Occurrence(DistrictOwned, Base):
    """One day of an activity. `day` is the local date; starts and ends are UTC, half-open.

    `title` is what this day is about, where that is more than the activity's name. `revision`
    counts changes, for calendar feeds. A withdrawn day was never there for people: an import that
    was undone.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("place_id", "places"),
        within_district("plan_id", "plans"),
        Index(
            "uq_occurrences_activity_starts",
            "district_id",
            "activity_id",
            "starts",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_occurrences_activity_day", "district_id", "activity_id", "day"),
        Index("ix_occurrences_day", "district_id", "day"),
    )

    activity_id: Mapped[int]
    plan_id: Mapped[int | None]
    place_id: Mapped[int | None]
    title: Mapped[str | None]
    day: Mapped[date]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    state: Mapped[str]
    reason: Mapped[str | None]
    revision: Mapped[int]
    changed_at: Mapped[datetime]


class Assignment(DistrictOwned, Base):
    """Somebody who has a role on a day. Goes with the person when they are erased.

    Purpose: that those who run a day know who does what. `role` is a key: core's or a plugin's.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        within_district("occurrence_id", "occurrences"),
        within_district("person_id", "people", goes_with=True),
        UniqueConstraint("district_id", "occurrence_id", "person_id", "role"),
        Index("ix_assignments_person", "district_id", "person_id"),
    )

    occurrence_id: Mapped[int]
    person_id: Mapped[int]
    role: Mapped[str]
    created_at: Mapped[datetime]


class InterpreterNeed(DistrictOwned, Base):
    """An interpreter a day needs: for which language, and whether one is ordered."""

    __tablename__ = "interpreter_needs"
    __table_args__ = (
        within_district("occurrence_id", "occurrences"),
        UniqueConstraint("district_id", "occurrence_id", "language"),
    )

    occurrence_id: Mapped[int]
    language: Mapped[str]
    ordered: Mapped[bool]


class CalendarNote(DistrictOwned, Base):
    """Days a district should know of when it plans. `first` and `last` are inclusive."""

    __tablename__ = "calendar_notes"

    kind: Mapped[str]
    name: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
