"""Who owns the demo's activities, and what residents are told of them."""

from collections.abc import Mapping
from datetime import date, timedelta

from core.calendar.zones import local_date
from core.cli.demo_common import Loading, own
from core.cli.demo_files import DemoFile
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.schedules.ownership import Ownership, ownership_of

_NOTHING = Ownership(None, None, None, None, None)


def load_owners(
    session: DistrictSession,
    loading: Loading,
    part: DemoFile,
    district: str,
    users: Mapping[str | None, int],
) -> None:
    """Write down what the file says where nobody has said anything."""
    today = local_date(loading.now)
    for data in part.owners:
        row = own(session, Activity, data.activity) if data.district == district else None
        if row is None or ownership_of(row) != _NOTHING:
            continue
        row.audience, row.description = data.audience, data.description
        row.owner_role = data.role
        row.owner_id, row.deputy_id = users.get(data.owner), users.get(data.deputy)
        row.continues_until = _day(today, data.continues_days)
        row.review_on = _day(today, data.review_days)
    session.flush()


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)
