"""Writing the audit log, in the same transaction as what it tells of."""

from datetime import datetime
from typing import Any

from core.audit.models import AuditEntry, PlatformAuditEntry
from core.db.ids import new_id
from core.db.tenancy import DistrictSession, PlatformSession


def record(
    session: DistrictSession | PlatformSession,
    actor: str,
    action: str,
    target: str,
    *,
    now: datetime,
    reason: str | None = None,
    **detail: Any,
) -> None:
    """Add one entry. `actor` and `target` are references ("user:17"), never names or addresses.

    `now` is an aware moment. In a district's session the entry belongs to that district.
    """
    kind = AuditEntry if isinstance(session, DistrictSession) else PlatformAuditEntry
    session.add(
        kind(
            id=new_id(now),
            at=now,
            actor=actor,
            action=action,
            target=target,
            reason=reason,
            detail=detail,
        )
    )
