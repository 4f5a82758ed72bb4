"""Reading and adding rows of counts. Events are added, never changed; totals follow them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.counts.events import CountedDay, NewEvent, Totals
from core.counts.models import CountEvent, CountTotal
from core.db.tenancy import DistrictSession
from core.db.upsert import insert
from core.schedules.models import Activity, Occurrence

_CONTENT = (
    CountEvent.occurrence_id,
    CountEvent.category,
    CountEvent.n,
    CountEvent.undoes,
)


def counted_days(session: DistrictSession, ids: Collection[int]) -> dict[int, CountedDay]:
    """The days of this district with these ids, with what decides who may count on them."""
    rows = session.execute(
        select(
            Occurrence.id,
            Occurrence.activity_id,
            Activity.organisation_id,
            Activity.plugin,
            Occurrence.day,
            Occurrence.ends,
            Occurrence.state,
        )
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(Occurrence.id.in_(ids))
    )
    return {row.id: CountedDay(*row) for row in rows}


def add_events(
    session: DistrictSession, events: Sequence[NewEvent], actor: str, now: datetime
) -> set[UUID]:
    """Insert the events that are not there yet; give the ids of those that were new.

    Sorted, so that two servers that save the same events wait for one another in one order.
    """
    if not events:
        return set()
    rows = [_row(session.district_id, event, actor, now) for event in events]
    rows.sort(key=lambda row: row["id"])
    added = session.scalars(
        insert(session, CountEvent).on_conflict_do_nothing().returning(CountEvent.id), rows
    )
    return set(added)


def add_to_totals(session: DistrictSession, events: Iterable[NewEvent]) -> None:
    """Move the totals by these events, in the transaction that saved them."""
    moved: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for event in events:
        sums = moved[event.occurrence_id, event.category]
        sums[0] += event.n
        sums[1] += -1 if event.undoes else 1
    if not moved:
        return
    statement = insert(session, CountTotal)
    new = statement.excluded
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["district_id", "occurrence_id", "category"],
            set_={
                "total": CountTotal.total + new.total,
                "entries": CountTotal.entries + new.entries,
            },
        ),
        [
            {
                "district_id": session.district_id,
                "occurrence_id": day,
                "category": category,
                "total": sums[0],
                "entries": sums[1],
            }
            for (day, category), sums in sorted(moved.items())
        ],
    )


def totals_of(session: DistrictSession, days: Collection[int]) -> Totals:
    """Totals per day and category, for days with at least one event."""
    found: Totals = {}
    rows = session.execute(
        select(CountTotal.occurrence_id, CountTotal.category, CountTotal.total).where(
            CountTotal.occurrence_id.in_(days)
        )
    )
    for day, category, total in rows:
        found.setdefault(day, {})[category] = total
    return found


def contents_of(session: DistrictSession, ids: Collection[UUID]) -> dict[UUID, tuple[Any, ...]]:
    """What is saved under these event ids: day, category, n and what it undoes."""
    if not ids:
        return {}
    rows = session.execute(select(CountEvent.id, *_CONTENT).where(CountEvent.id.in_(ids)))
    return {row[0]: tuple(row[1:]) for row in rows}


def content(event: NewEvent) -> tuple[Any, ...]:
    """The same of an event that has not been saved."""
    return (event.occurrence_id, event.category, event.n, event.undoes)


def _row(district_id: int, event: NewEvent, actor: str, now: datetime) -> dict[str, Any]:
    return {
        "district_id": district_id,
        "id": event.id,
        "occurrence_id": event.occurrence_id,
        "category": event.category,
        "n": event.n,
        "press": event.press or event.id,
        "undoes": event.undoes,
        "source": event.source.value,
        "actor": actor,
        "reason": event.reason,
        "batch_id": event.batch_id,
        "tapped_at": event.tapped_at,
        "received_at": now,
    }


def last_saved(session: DistrictSession, occurrence_id: int) -> datetime | None:
    """When a day's latest event came in."""
    return session.scalar(
        select(CountEvent.received_at)
        .where(CountEvent.occurrence_id == occurrence_id)
        .order_by(CountEvent.received_at.desc())
        .limit(1)
    )
