"""Users, their roles and sessions; devices that count without an account."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district


class User(Base):
    """Somebody who signs in. E-mail and name are cleared when the account is closed."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str | None]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class RoleGrant(Base):
    """A role somebody has: everywhere (no district), in a district, or in one organisation."""

    __tablename__ = "role_grants"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str]


class SignInSession(Base):
    """A signed-in browser. Only a hash of its token is kept; deleting the row signs it out."""

    __tablename__ = "sign_in_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiToken(Base):
    """A program's key to one district with one user's roles."""

    __tablename__ = "api_tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"))
    created_at: Mapped[datetime]


class SignInAttempt(Base):
    """A failed sign-in, for throttling. `key` is a hash; rows go after an hour."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class Device(DistrictOwned, Base):
    """A phone or tablet that counts for one activity, and does nothing else."""

    __tablename__ = "devices"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    label: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    paired_at: Mapped[datetime]
    last_heard_at: Mapped[datetime]
    cut_off_at: Mapped[datetime | None]


class PairingCode(DistrictOwned, Base):
    """A code that pairs one device, once, within ten minutes. Kept as a hash."""

    __tablename__ = "pairing_codes"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    label: Mapped[str]
    code_hash: Mapped[str] = mapped_column(unique=True)
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
