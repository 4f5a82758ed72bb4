"""What all districts share: districts, organisations, plugins' switches and settings."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base
from core.db.types import Json


class District(Base):
    """A city district (bydel). `slug` is the first part of every address of its pages."""

    __tablename__ = "districts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    accessibility_url: Mapped[str | None]
    created_at: Mapped[datetime]


class DistrictPlugin(Base):
    """Whether a plugin is on in a district. No row means off."""

    __tablename__ = "district_plugins"

    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), primary_key=True)
    plugin: Mapped[str] = mapped_column(primary_key=True)
    enabled: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class PluginSettings(Base):
    """A plugin's settings in a district, as its declared schema says. Kept when it is off."""

    __tablename__ = "plugin_settings"

    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), primary_key=True)
    plugin: Mapped[str] = mapped_column(primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class PluginFailure(Base):
    """The latest failure of a plugin in a hook, and how many there were: in every process."""

    __tablename__ = "plugin_failures"

    plugin: Mapped[str] = mapped_column(primary_key=True)
    hook: Mapped[str] = mapped_column(primary_key=True)
    error: Mapped[str]
    traceback: Mapped[str]
    times: Mapped[int]
    last_at: Mapped[datetime]


class Organisation(Base):
    """An organisation or a part of one. A part shares its parent's responsibility for data.

    `revision` counts changes: pages of every district show its name.
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    number: Mapped[str | None] = mapped_column(index=True, unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(
        default=1, server_default="1", onupdate=text("revision + 1")
    )


class DistrictOrganisation(Base):
    """An organisation that works in a district. `is_own` marks the district itself."""

    __tablename__ = "district_organisations"

    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    is_own: Mapped[bool]
    archived_at: Mapped[datetime | None]
