"""What a plugin's switch would hide in a district, and what stays in force: in numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from core.accounts.models import Device
from core.counts.models import CountBatch, CountTotal
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity, Occurrence, OccurrenceState, Plan


@dataclass(frozen=True)
class Preflight:
    """A plugin's part of a district. `coming` are planned days that have not ended."""

    activities: list[str]
    counted_days: int
    coming: int
    plans: int
    imports: int
    devices: int


def preflight(session: DistrictSession, plugin: str, now: datetime) -> Preflight:
    """Count what the switch touches. `now` is an aware moment."""
    own = select(Activity.id).where(Activity.plugin == plugin).scalar_subquery()
    names = session.scalars(
        select(Activity.name)
        .where(Activity.plugin == plugin, Activity.archived_at.is_(None))
        .order_by(Activity.name)
    )

    def number(statement: Select[Any]) -> int:
        return session.scalar(statement) or 0

    return Preflight(
        activities=list(names),
        counted_days=number(
            select(func.count(Occurrence.id.distinct()))
            .join(CountTotal, CountTotal.occurrence_id == Occurrence.id)
            .where(Occurrence.activity_id.in_(own), CountTotal.entries > 0)
        ),
        coming=number(
            select(func.count(Occurrence.id)).where(
                Occurrence.activity_id.in_(own),
                Occurrence.ends > now,
                Occurrence.state == OccurrenceState.PLANNED,
            )
        ),
        plans=number(select(func.count(Plan.id)).where(Plan.activity_id.in_(own))),
        imports=number(
            select(func.count(CountBatch.id)).where(
                CountBatch.activity_id.in_(own), CountBatch.undone_at.is_(None)
            )
        ),
        devices=number(
            select(func.count(Device.id)).where(
                Device.activity_id.in_(own), Device.cut_off_at.is_(None)
            )
        ),
    )
