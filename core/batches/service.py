"""Opening a batch, listing an activity's, and taking one back. Whoever calls has asked who may."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from core.audit.service import record
from core.batches.models import Batch
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused


def open_batch(
    session: DistrictSession,
    actor: str,
    activity_id: int,
    kind: str,
    label: str,
    size: int,
    now: datetime,
) -> int:
    """A batch for lines to be saved with; its id. `now` is UTC."""
    row = Batch(
        id=new_id(now),
        activity_id=activity_id,
        kind=kind,
        label=label,
        size=size,
        created_at=now,
        created_by=actor,
        undone_at=None,
        undone_by=None,
    )
    session.add(row)
    session.flush()
    record(session, actor, f"{kind}:import", f"batch:{row.id}", now=now, size=size)
    return row.id


def batches_of(
    session: DistrictSession, activity_id: int, kind: str
) -> Sequence[tuple[Batch, int]]:
    """An activity's batches of a kind with their sizes, the latest first."""
    own = select(Batch).where(Batch.activity_id == activity_id, Batch.kind == kind)
    return [(row, row.size) for row in session.scalars(own.order_by(Batch.id.desc()))]


def take_back(
    session: DistrictSession, actor: str, activity_id: int, kind: str, batch_id: int, now: datetime
) -> None:
    """Note that a batch counts no more; the caller sees to its lines.

    Raises NotFound, and Refused where it is undone already.
    """
    own = Batch.id == batch_id, Batch.activity_id == activity_id, Batch.kind == kind
    row = session.scalar(select(Batch).where(*own).with_for_update())
    if row is None:
        raise NotFound
    if row.undone_at is not None:
        raise Refused(N_("The import is undone already."))
    row.undone_at, row.undone_by = now, actor
    record(session, actor, f"{kind}:undo-import", f"batch:{batch_id}", now=now)
