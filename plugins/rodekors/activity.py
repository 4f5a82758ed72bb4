"""The activity this plugin serves in a district."""

from sqlalchemy import select

from core.db.tenancy import DistrictSession
from core.problems import NotFound
from core.schedules.models import Activity


def own_activity(session: DistrictSession) -> Activity:
    """The district's family centre: the first activity that belongs to the plugin.

    Raises NotFound where none does.
    """
    found = session.scalars(
        select(Activity)
        .where(Activity.plugin == "rodekors", Activity.archived_at.is_(None))
        .order_by(Activity.created_at, Activity.id)
        .limit(1)
    ).first()
    if found is None:
        raise NotFound
    return found
