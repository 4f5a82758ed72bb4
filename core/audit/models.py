"""Who did what. Rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned
from core.db.types import Json


class AuditEntry(DistrictOwned, Base):
    """Something done in a district. `actor` is a reference such as "user:17", never a name."""

    __tablename__ = "audit_entries"

    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    reason: Mapped[str | None]
    detail: Mapped[dict[str, Any]] = mapped_column(Json)


class PlatformAuditEntry(Base):
    """Something done to what all districts share: users, roles, switches, sign-ins."""

    __tablename__ = "platform_audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    reason: Mapped[str | None]
    detail: Mapped[dict[str, Any]] = mapped_column(Json)
