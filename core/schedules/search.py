"""Finding activities by what people call them."""

from sqlalchemy import select

from core.db.tenancy import DistrictSession
from core.matching import matches
from core.schedules.models import Activity


def search(session: DistrictSession, query: str) -> list[Activity]:
    """Activities in use whose name or description holds every word of the query, by name."""
    rows = session.scalars(
        select(Activity).where(Activity.archived_at.is_(None)).order_by(Activity.name)
    )
    return [row for row in rows if matches(query, row.name, row.description)]
