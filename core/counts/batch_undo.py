"""A whole import taken back, but not what somebody has said since."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.counts import store
from core.counts.events import Source
from core.counts.models import CountBatch, CountEvent, CountTotal
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused
from core.schedules.holding import hold
from core.schedules.models import Activity, Occurrence, OccurrenceState

_SAID = (Source.TYPED.value, Source.CORRECTION.value)


def undo_batch(session: DistrictSession, access: Access, batch_id: int, now: datetime) -> int:
    """Take a whole batch back: its counts by opposite events, its days to what they were.

    A day whose number somebody has written since keeps that number; one that was closed, moved or
    opened since stays so; and a day with entries left does not go. Gives how many days it had.
    Raises NotFound, Forbidden, or Refused when done already, or when a later import that stands
    has one of its days.
    """
    batch = session.scalar(select(CountBatch).where(CountBatch.id == batch_id))
    if batch is None:
        raise NotFound
    organisation = session.scalar(
        select(Activity.organisation_id).where(Activity.id == batch.activity_id)
    )
    access.require(Permission.CORRECT, organisation)
    hold(session, batch.activity_id)
    session.refresh(batch)
    since = _imports_since(session, batch)
    _require_last(batch, since)
    ids = {int(key) for key in batch.before}
    _take_back(session, access, batch, ids - _said_since(session, batch, ids), now)
    counted, written = _with_entries(session, ids), _written(since)
    for row in session.scalars(select(Occurrence).where(Occurrence.id.in_(ids))):
        state, reason = batch.before[str(row.id)]
        changed_since = row.changed_at > written[row.id]
        if changed_since or (state == OccurrenceState.WITHDRAWN and row.id in counted):
            continue
        row.state, row.reason = str(state), reason
        row.revision, row.changed_at = row.revision + 1, now
    batch.undone_at, batch.undone_by = now, access.actor.reference
    record(session, access.actor.reference, "counts:import-undo", f"batch:{batch_id}", now=now)
    return len(ids)


def _imports_since(session: DistrictSession, batch: CountBatch) -> Sequence[CountBatch]:
    """The batch and every later one of its activity, the latest first."""
    since = select(CountBatch).where(
        CountBatch.activity_id == batch.activity_id, CountBatch.id >= batch.id
    )
    return session.scalars(since.order_by(CountBatch.id.desc())).all()


def _require_last(batch: CountBatch, since: Sequence[CountBatch]) -> None:
    if batch.undone_at is not None:
        raise Refused(N_("This import has been undone already."))
    for other in since:
        stands = other is not batch and other.undone_at is None
        if stands and other.before.keys() & batch.before.keys():
            raise Refused(
                N_("A later import (%(name)s) has some of the same days. Undo that one first."),
                name=other.label,
            )


def _written(since: Sequence[CountBatch]) -> dict[int, datetime]:
    """When each day was last changed by an import or by undoing one; by people may be later."""
    written: dict[int, datetime] = {}
    for one in since:
        at = one.undone_at or one.created_at
        for day in map(int, one.before):
            written[day] = max(written.get(day, at), at)
    return written


def _said_since(session: DistrictSession, batch: CountBatch, ids: Collection[int]) -> set[int]:
    """The days whose number somebody wrote after the import."""
    said = select(CountEvent.occurrence_id).where(
        CountEvent.occurrence_id.in_(ids),
        CountEvent.source.in_(_SAID),
        CountEvent.received_at > batch.created_at,
        CountEvent.id.not_in(_undone()),
    )
    return set(session.scalars(said))


def _with_entries(session: DistrictSession, ids: Collection[int]) -> set[int]:
    counted = select(CountTotal.occurrence_id).where(
        CountTotal.occurrence_id.in_(ids), CountTotal.entries > 0
    )
    return set(session.scalars(counted))


def _take_back(
    session: DistrictSession,
    access: Access,
    batch: CountBatch,
    ids: Iterable[int],
    now: datetime,
) -> None:
    rows = session.scalars(
        select(CountEvent).where(
            CountEvent.batch_id == batch.id,
            CountEvent.occurrence_id.in_(ids),
            CountEvent.undoes.is_(None),
            CountEvent.id.not_in(_undone()),
        )
    )
    press = uuid4()
    events = [
        # A press's own ids are one for each category, and here are many days
        replace(store.taking_back(row, press, now), id=uuid4(), batch_id=batch.id)
        for row in rows
    ]
    added = store.add_events(session, events, access.actor.reference, now)
    store.add_to_totals(session, (event for event in events if event.id in added))


def _undone() -> Select[UUID | None]:
    return select(CountEvent.undoes).where(CountEvent.undoes.is_not(None))
