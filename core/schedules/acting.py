"""Who does something at an activity, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.accounts.actors import Access
from core.audit.service import record
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity


@dataclass(frozen=True)
class Acting:
    """One value for what a service asks for first. `now` is an aware moment."""

    session: DistrictSession
    access: Access
    activity: Activity
    now: datetime

    def require(self, permission: str) -> None:
        """Raise Forbidden unless the actor has the permission at the activity."""
        self.access.require(permission, self.activity.organisation_id)

    def record(self, action: str, target: str | None = None, **detail: Any) -> None:
        """Write in the audit log what was done; to the activity, where no `target` is named."""
        to = target or f"activity:{self.activity.id}"
        record(self.session, self.access.actor.reference, action, to, now=self.now, **detail)
