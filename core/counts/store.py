"""Reading and adding rows of counts. Events are added, never changed; totals follow them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from core.counts.events import CountedDay, NewEvent, Source, Totals, event_id
from core.counts.models import CountEvent, CountTotal
from core.db.prepared import Direct, Prepared
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity, Occurrence

_CONTENT = (
    CountEvent.occurrence_id,
    CountEvent.category,
    CountEvent.n,
    CountEvent.undoes,
)
_HERE: BindParameter[int] = bindparam("district_id")
_DAY = (
    select(
        Occurrence.id,
        Occurrence.activity_id,
        Activity.organisation_id,
        Activity.plugin,
        Occurrence.day,
        Occurrence.ends,
        Occurrence.state,
        CountTotal.category,
        CountTotal.total,
    )
    .join(
        Activity,
        (Activity.district_id == Occurrence.district_id) & (Activity.id == Occurrence.activity_id),
    )
    .join(
        CountTotal,
        (CountTotal.district_id == Occurrence.district_id)
        & (CountTotal.occurrence_id == Occurrence.id),
        isouter=True,
    )
    .where(Occurrence.district_id == _HERE)
)
_THIS_DAY = _DAY.where(Occurrence.id == bindparam("id"))
_ONE_DAY = Direct(_THIS_DAY, _THIS_DAY)
_DAYS = Prepared.select(_DAY.where(Occurrence.id.in_(bindparam("ids", expanding=True))))


def _add_events(dialect: Any) -> Any:
    events = CountEvent.__table__
    return dialect.insert(events).on_conflict_do_nothing().returning(events.c.id)


def _move_totals(dialect: Any) -> Any:
    totals = CountTotal.__table__
    statement = dialect.insert(totals)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["district_id", "occurrence_id", "category"],
        set_={"total": totals.c.total + new.total, "entries": totals.c.entries + new.entries},
    ).returning(totals.c.occurrence_id, totals.c.category, totals.c.total)


_ADD_EVENTS = Direct(_add_events(sqlite), _add_events(postgresql))
_MOVE_TOTALS = Direct(_move_totals(sqlite), _move_totals(postgresql))


def counted_days(
    session: DistrictSession, ids: Collection[int]
) -> tuple[dict[int, CountedDay], Totals]:
    """The days of this district with these ids: what decides who may count, and their totals."""
    days: dict[int, CountedDay] = {}
    totals: Totals = {}
    # One day is what a tap asks for, and a list in a statement is spelled anew each time.
    one = len(ids) == 1
    rows = _ONE_DAY.run(session, id=next(iter(ids))) if one else _DAYS.run(session, ids=list(ids))
    for *day, category, total in rows:
        found = CountedDay(*day)
        days[found.id] = found
        if category is not None:
            totals.setdefault(found.id, {})[category] = total
    return days, totals


def add_events(
    session: DistrictSession, events: Sequence[NewEvent], actor: str, now: datetime
) -> set[UUID]:
    """Insert the events that are not there yet; give the ids of those that were new.

    Sorted, so that two servers that save the same events wait for one another in one order.
    """
    if not events:
        return set()
    rows = [_row(event, actor, now) for event in events]
    rows.sort(key=lambda row: row["id"])
    return {id_ for (id_,) in _ADD_EVENTS.run_many(session, rows)}


def taking_back(row: CountEvent, press: UUID, now: datetime) -> NewEvent:
    """The opposite of what was saved, as part of a press at an aware moment."""
    return NewEvent(
        event_id(press, row.category),
        row.occurrence_id,
        row.category,
        -row.n,
        now,
        press,
        undoes=row.id,
        source=Source.UNDO,
    )


def add_to_totals(session: DistrictSession, events: Iterable[NewEvent]) -> Totals:
    """Move the totals by these events, in the transaction that saved them; give those moved."""
    moved: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for event in events:
        sums = moved[event.occurrence_id, event.category]
        sums[0] += event.n
        sums[1] += -1 if event.undoes else 1
    if not moved:
        return {}
    rows = [
        {"occurrence_id": day, "category": category, "total": total, "entries": entries}
        for (day, category), (total, entries) in sorted(moved.items())
    ]
    found: Totals = {}
    for day, category, total in _MOVE_TOTALS.run_many(session, rows):
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


def _row(event: NewEvent, actor: str, now: datetime) -> dict[str, Any]:
    return {
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
