"""Who sees the network: its leaders, and the activity's owner and deputy whatever their role."""

from core.accounts.actors import Access
from core.db.tenancy import DistrictSession
from core.problems import Forbidden
from core.schedules.models import Activity
from core.schedules.partners import activity_of
from plugins.kvinnenettverk.words import PLUGIN, RUN


def may_open(access: Access, activity: Activity) -> bool:
    """Whether the actor plans this activity's gatherings."""
    holders = {activity.owner_id, activity.deputy_id}
    if access.actor.kind == "user" and access.actor.id in holders:
        return True
    return access.may(RUN, activity.organisation_id)


def opened(session: DistrictSession, access: Access) -> Activity:
    """The district's network, for those who see it. Raises NotFound or Forbidden."""
    activity = activity_of(session, PLUGIN)
    if not may_open(access, activity):
        raise Forbidden
    return activity
