"""A number of another district, for the addresses that take one."""

from collections.abc import Mapping
from uuid import uuid4

from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.testing.factories import LONG_AGO
from plugins.apen_barnehage import waiting


def ids(session: DistrictSession, activity: Activity, place_id: int) -> Mapping[str, str]:
    """By the names in the routing table."""
    return {"number": str(waiting.give(session, activity, place_id, uuid4(), LONG_AGO)[0].id)}
