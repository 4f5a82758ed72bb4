"""What a plugin's switch would hide in a district, and what stays in force: in numbers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.counts.models import CountBatch, CountTotal
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity, Occurrence, OccurrenceState


@dataclass(frozen=True)
class Preflight:
    """A plugin's part of a district. `coming` are planned days that have not ended."""

    activities: list[str]
    coming: int
    counted_days: int
    imports: int


def preflight(session: DistrictSession, plugin: str, now: datetime) -> Preflight:
    """Count what the switch touches. `now` is an aware moment."""
    rows = session.execute(
        select(Activity.id, Activity.name).where(Activity.plugin == plugin).order_by(Activity.name)
    ).all()
    ids = [row.id for row in rows]
    coming = session.scalar(
        select(func.count(Occurrence.id)).where(
            Occurrence.activity_id.in_(ids),
            Occurrence.ends > now,
            Occurrence.state == OccurrenceState.PLANNED,
        )
    )
    counted = session.scalar(
        select(func.count(Occurrence.id.distinct()))
        .join(CountTotal, CountTotal.occurrence_id == Occurrence.id)
        .where(Occurrence.activity_id.in_(ids), CountTotal.entries > 0)
    )
    imports = session.scalar(
        select(func.count(CountBatch.id)).where(
            CountBatch.activity_id.in_(ids), CountBatch.undone_at.is_(None)
        )
    )
    return Preflight([row.name for row in rows], coming or 0, counted or 0, imports or 0)
