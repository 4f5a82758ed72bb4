"""Places as a tree: a property over houses over rooms."""

from datetime import datetime, time

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district
from core.db.types import Json


class Place(DistrictOwned, Base):
    """A property, house or room. `lanes` is how many groups may use it at once."""

    __tablename__ = "places"
    __table_args__ = (
        within_district("parent_id", "places"),
        UniqueConstraint("district_id", "slug"),
    )

    slug: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[int | None]
    capacity: Mapped[int | None]
    lanes: Mapped[int]
    equipment: Mapped[list[str]] = mapped_column(Json)
    address: Mapped[str | None]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class OpeningHours(DistrictOwned, Base):
    """When a place is open on a weekday (0 is Monday), local time. No rows: always open."""

    __tablename__ = "opening_hours"
    __table_args__ = (within_district("place_id", "places"),)

    place_id: Mapped[int]
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]
