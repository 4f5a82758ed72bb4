"""Bookings, what they take, the rules and agreements that decide, and letters to be sent."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, Scoped, within_district
from core.db.types import Json


class Status(StrEnum):
    """What has become of a request. Only a confirmed one takes a room."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class ClaimState(StrEnum):
    """A date of a series that could not be had: waiting, offered, taken up or let go."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LAPSED = "lapsed"


class Series(DistrictOwned, Base):
    """Bookings that were asked for together."""

    __tablename__ = "booking_series"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class Booking(DistrictOwned, Base):
    """A place for a time, half-open, UTC. `revision` counts changes, for calendar feeds.

    `displace`: it was asked for as time taken back, which happens when it is confirmed.
    `released` are the standing agreements of others it was given because of their release.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        within_district("place_id", "places"),
        within_district("activity_id", "activities"),
        within_district("occurrence_id", "occurrences"),
        within_district("series_id", "booking_series"),
        Index("ix_bookings_starts", "district_id", "starts"),
        Index("ix_bookings_organisation", "district_id", "organisation_id", "starts"),
        Index("ix_bookings_occurrence", "district_id", "occurrence_id"),
        Index("ix_bookings_series", "district_id", "series_id"),
    )

    place_id: Mapped[int]
    activity_id: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    occurrence_id: Mapped[int | None]
    series_id: Mapped[int | None]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    shared: Mapped[bool] = mapped_column(Boolean)
    people: Mapped[int | None]
    volunteers: Mapped[int | None]
    displace: Mapped[bool] = mapped_column(Boolean, default=False)
    released: Mapped[list[int]] = mapped_column(Json, default=list)
    status: Mapped[str]
    reason: Mapped[str | None]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class Take(DistrictOwned, Base):
    """What a booking takes of one room, buffers included. The database refuses an overlap."""

    __tablename__ = "booking_takes"
    __table_args__ = (
        within_district("booking_id", "bookings"),
        within_district("room_id", "places"),
        Index("ix_booking_takes_room", "district_id", "room_id", "starts"),
        Index("ix_booking_takes_booking", "district_id", "booking_id"),
    )

    booking_id: Mapped[int]
    room_id: Mapped[int]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    lane_from: Mapped[int]
    lane_to: Mapped[int]
    active: Mapped[bool] = mapped_column(Boolean)


class Claim(DistrictOwned, Base):
    """A date of a series that was taken by others: offered to the claimant when it comes free."""

    __tablename__ = "booking_claims"
    __table_args__ = (
        within_district("series_id", "booking_series"),
        within_district("place_id", "places"),
        within_district("activity_id", "activities"),
        Index("ix_booking_claims_state", "district_id", "state", "starts"),
    )

    series_id: Mapped[int]
    place_id: Mapped[int]
    activity_id: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    shared: Mapped[bool] = mapped_column(Boolean)
    people: Mapped[int | None]
    state: Mapped[str]
    offered_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class Agreement(DistrictOwned, Base):
    """A standing agreement (sambruksavtale): a weekly window of a place, local times.

    Others may have the time when `release_days` or fewer are left; the holder may take it back
    with `notice_days`. `last` None is until further notice. `given_up` are ISO dates on which the
    holder does without.
    """

    __tablename__ = "agreements"
    __table_args__ = (within_district("place_id", "places"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    place_id: Mapped[int]
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    first: Mapped[date]
    last: Mapped[date | None]
    release_days: Mapped[int]
    notice_days: Mapped[int]
    given_up: Mapped[list[str]] = mapped_column(Json, default=list)
    created_at: Mapped[datetime]


class AgreementQuestion(DistrictOwned, Base):
    """The holder of an agreement was asked to give up a date for an activity; once is enough."""

    __tablename__ = "agreement_questions"
    __table_args__ = (
        within_district("agreement_id", "agreements"),
        within_district("activity_id", "activities"),
        UniqueConstraint("district_id", "agreement_id", "day", "activity_id"),
    )

    agreement_id: Mapped[int]
    day: Mapped[date]
    activity_id: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]


class PlaceRule(DistrictOwned, Base):
    """A rule an administrator set for a place and what lies in it; `value` as its kind says."""

    __tablename__ = "place_rules"
    __table_args__ = (within_district("place_id", "places"),)

    place_id: Mapped[int]
    kind: Mapped[str]
    level: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class Version(Scoped, Base):
    """How often what rules read of a subject has changed, e.g. "room:17" or "rules"."""

    __tablename__ = "booking_versions"

    subject: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]


class PluginRooms(Scoped, Base):
    """The places a plugin's last good rules named: what waits when the plugin fails."""

    __tablename__ = "booking_plugin_rooms"

    plugin: Mapped[str] = mapped_column(primary_key=True)
    places: Mapped[list[str]] = mapped_column(Json)
    changed_at: Mapped[datetime]


class FeedAddress(DistrictOwned, Base):
    """The secret address of a calendar feed: of a place, an organisation or an activity.

    `subject_id` is its id; no foreign key, because it may be in either of three tables. A feed
    of what has been deleted is not found.
    """

    __tablename__ = "booking_feeds"
    __table_args__ = (UniqueConstraint("district_id", "kind", "subject_id"),)

    kind: Mapped[str]
    subject_id: Mapped[int]
    token: Mapped[str] = mapped_column(unique=True)


class Letter(DistrictOwned, Base):
    """An e-mail to be sent; kept until it is sent, and removed 30 days afterwards."""

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_sent", "district_id", "sent_at"),)

    recipient: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int]
    tried_at: Mapped[datetime | None]
