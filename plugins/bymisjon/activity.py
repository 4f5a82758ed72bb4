"""Who may run the stand of the district's family day."""

from core.accounts.actors import Access
from core.db.tenancy import DistrictSession
from core.problems import Forbidden
from core.schedules.days import may_on, staff_activities
from core.schedules.models import Activity
from core.schedules.partners import activity_of
from plugins.bymisjon.words import NAME, RUN


def may_run(session: DistrictSession, access: Access, activity: Activity) -> bool:
    """A role in the activity's organisation, or being on it as an employee of any."""
    staff_of = staff_activities(session, access)
    return may_on(access, RUN, activity.id, activity.organisation_id, staff_of)


def to_run(session: DistrictSession, access: Access) -> Activity:
    """The family day, for somebody who may run its stand. Raises NotFound or Forbidden."""
    activity = activity_of(session, NAME)
    if not may_run(session, access, activity):
        raise Forbidden
    return activity
