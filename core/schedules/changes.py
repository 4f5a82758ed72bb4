"""What happened to a day besides counting: closed, cancelled, opened again, moved."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.audit.models import AuditEntry
from core.db.tenancy import DistrictSession

_CHANGES = ("schedules:close", "schedules:cancel", "schedules:reopen", "schedules:move")


@dataclass(frozen=True)
class Change:
    """One change. `actor` is a reference; `was` is when a moved day was to be, in UTC."""

    at: datetime
    actor: str
    what: str
    reason: str | None
    was: tuple[datetime, datetime] | None


def changes_of(session: DistrictSession, occurrence_id: int) -> list[Change]:
    """Every change to a day, the latest first. `what` is "close", "cancel", "reopen" or "move"."""
    rows = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.target == f"occurrence:{occurrence_id}", AuditEntry.action.in_(_CHANGES))
        .order_by(AuditEntry.id.desc())
    )
    return [_change(row) for row in rows]


def _change(row: AuditEntry) -> Change:
    what = row.action.removeprefix("schedules:")
    before = row.detail.get("before", {})
    was = None
    if what == "move":
        was = (datetime.fromisoformat(before["starts"]), datetime.fromisoformat(before["ends"]))
    return Change(row.at, row.actor, what, row.reason, was)
