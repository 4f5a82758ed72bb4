"""What the parts of the loader share."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from core.accounts.actors import Access, Actor, Grant
from core.accounts.roles import Policy, Role
from core.db.database import Database
from core.db.tenancy import DistrictSession, PlatformSession
from core.districts.models import District, Organisation
from core.places.models import Place
from core.schedules.models import Activity

Owned = TypeVar("Owned", Place, Activity)
_LOADER = Actor("command", 0, "demo", (Grant(Role.DISTRICT_ADMIN, None, None),))


@dataclass(frozen=True)
class Loading:
    """One run of the loader. `now` is an aware moment."""

    database: Database
    policy: Policy
    now: datetime
    password_hash: str

    def access(self, district_id: int) -> Access:
        """The loader may do in a district what its administrator may."""
        return Access(_LOADER, district_id, self.policy)


def shared_id(
    session: PlatformSession, kind: type[District | Organisation], slug: str | None
) -> int | None:
    """The id of a district or organisation by its slug."""
    return session.scalar(select(kind.id).where(kind.slug == slug)) if slug else None


def own(session: DistrictSession, kind: type[Owned], slug: str | None) -> Owned | None:
    """A place or activity of the district by its slug."""
    return session.scalar(select(kind).where(kind.slug == slug)) if slug else None
