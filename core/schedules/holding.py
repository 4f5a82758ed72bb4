"""One after the other: whoever changes what an offer has in common waits for whoever began."""

from sqlalchemy import select

from core.db.tenancy import DistrictSession
from core.schedules.models import Activity


def hold(session: DistrictSession, activity_id: int) -> None:
    """Wait for others who hold the activity, and hold it until the transaction ends.

    Rows that only refer to it are saved meanwhile. SQLite's writers queue anyway.
    """
    session.execute(
        select(Activity.id).where(Activity.id == activity_id).with_for_update(key_share=True)
    )
