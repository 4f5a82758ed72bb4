"""Many days at once, from a file: compared with what is there, saved all or nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.calendar.counting_year import Period
from core.counts import store
from core.counts.days import Day, Status, days_between
from core.counts.events import NewEvent, Source
from core.counts.models import CountBatch
from core.db.ids import new_ids
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.holding import hold
from core.schedules.models import Activity, Occurrence, OccurrenceState


@dataclass(frozen=True)
class BatchDay:
    """A day as a file tells it: local date, UTC start and end, totals, or why it was closed.

    `title` is what a new day is about, where the file says so.
    """

    day: date
    starts: datetime
    ends: datetime
    totals: Mapping[str, int] = field(default_factory=dict)
    closed_reason: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Difference:
    """A day that is saved already, with other numbers than the file's."""

    wanted: BatchDay
    saved: Day


@dataclass(frozen=True)
class Comparison:
    """A file's days held against what is saved."""

    new: list[BatchDay]
    same: list[BatchDay]
    other: list[Difference]


def compare(session: DistrictSession, activity_id: int, days: Sequence[BatchDay]) -> Comparison:
    """Which of the days are new, which are there already, and which are there otherwise."""
    known = _known(session, activity_id, days)
    result = Comparison([], [], [])
    for wanted in days:
        saved = known.get(wanted.day)
        if saved is None or saved.status is Status.PLANNED:
            result.new.append(wanted)
        elif _same(wanted, saved):
            result.same.append(wanted)
        else:
            result.other.append(Difference(wanted, saved))
    return result


def save_batch(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    days: Sequence[BatchDay],
    now: datetime,
    replace: Collection[date] = (),
) -> CountBatch | None:
    """Save every new day, and those in `replace` that differ; None when there is nothing to add.

    Raises Refused, having changed nothing, when a day differs that is not in `replace`.
    """
    access.require(Permission.CORRECT, activity.organisation_id)
    hold(session, activity.id)
    wanted = _decided(session, activity.id, days, replace)
    if not wanted:
        return None
    batch_id, *ids = new_ids(now, len(wanted) + 1)
    batch = CountBatch(
        id=batch_id,
        activity_id=activity.id,
        label=label,
        created_at=now,
        created_by=access.actor.reference,
        before={},
        undone_at=None,
        undone_by=None,
    )
    session.add(batch)
    events = _write_days(session, activity, batch, zip(ids, wanted, strict=True), now)
    session.flush()
    added = store.add_events(session, events, access.actor.reference, now)
    store.add_to_totals(session, (event for event in events if event.id in added))
    record(
        session,
        access.actor.reference,
        "counts:import",
        f"batch:{batch_id}",
        now=now,
        days=len(wanted),
    )
    return batch


def _decided(
    session: DistrictSession,
    activity_id: int,
    days: Sequence[BatchDay],
    replace: Collection[date],
) -> list[BatchDay]:
    """The days to write: the new ones and those to replace. Refused while one is undecided."""
    found = compare(session, activity_id, days)
    left = [one for one in found.other if one.wanted.day not in replace]
    if left:
        raise Refused(
            N_("%(n)s days are saved already with other numbers. Decide which are right first."),
            n=len(left),
        )
    return [*found.new, *(one.wanted for one in found.other)]


def _write_days(
    session: DistrictSession,
    activity: Activity,
    batch: CountBatch,
    wanted: Iterable[tuple[int, BatchDay]],
    now: datetime,
) -> list[NewEvent]:
    """Make or change each day, remember what it was, and give the events of its numbers."""
    numbered = list(wanted)
    known = _known(session, activity.id, [day for _number, day in numbered])
    rows = _rows(session, [day.id for day in known.values()])
    before: dict[str, list[str | None]] = {}
    events: list[NewEvent] = []
    for number, day in numbered:
        saved = known.get(day.day)
        if saved:
            row = rows[saved.id]
            before[str(row.id)] = [row.state, row.reason]
        else:
            row = _new_row(session, activity, day, number, now)
            before[str(row.id)] = [OccurrenceState.WITHDRAWN.value, None]
        _set_state(row, day, now)
        events += _events(day, row.id, saved.totals if saved else {}, batch.id, now)
    batch.before = before
    return events


def batches_of(session: DistrictSession, activity_id: int) -> list[CountBatch]:
    """The imports of an activity, the latest first."""
    statement = select(CountBatch).where(CountBatch.activity_id == activity_id)
    return list(session.scalars(statement.order_by(CountBatch.created_at.desc())))


def _known(session: DistrictSession, activity_id: int, days: Sequence[BatchDay]) -> dict[date, Day]:
    """What is saved by local date; of several days on a date, the one that was counted."""
    if not days:
        return {}
    dates = [day.day for day in days]
    period = Period(min(dates), max(dates))
    saved = days_between(session, period, [activity_id])
    return {day.day: day for day in sorted(saved, key=lambda day: day.entries)}


def _same(wanted: BatchDay, saved: Day) -> bool:
    if wanted.closed_reason is not None:
        return saved.status is Status.CLOSED
    return saved.status is Status.HELD and all(
        saved.totals.get(key, 0) == total for key, total in wanted.totals.items()
    )


def _rows(session: DistrictSession, ids: Collection[int]) -> dict[int, Occurrence]:
    found = session.scalars(select(Occurrence).where(Occurrence.id.in_(ids)))
    return {row.id: row for row in found}


def _new_row(
    session: DistrictSession, activity: Activity, day: BatchDay, number: int, now: datetime
) -> Occurrence:
    row = Occurrence(
        id=number,
        activity_id=activity.id,
        plan_id=None,
        place_id=activity.place_id,
        title=day.title,
        day=day.day,
        starts=day.starts,
        ends=day.ends,
        state=OccurrenceState.PLANNED.value,
        reason=None,
        revision=0,
        changed_at=now,
    )
    session.add(row)
    return row


def _set_state(row: Occurrence, day: BatchDay, now: datetime) -> None:
    closed = day.closed_reason is not None
    row.state = (OccurrenceState.CLOSED if closed else OccurrenceState.PLANNED).value
    row.reason = day.closed_reason
    row.revision, row.changed_at = row.revision + 1, now


def _events(
    day: BatchDay, occurrence_id: int, saved: Mapping[str, int], batch_id: int, now: datetime
) -> list[NewEvent]:
    press = uuid4()
    return [
        NewEvent(
            uuid4(),
            occurrence_id,
            category,
            total - saved.get(category, 0),
            now,
            press,
            source=Source.IMPORT,
            batch_id=batch_id,
        )
        for category, total in day.totals.items()
    ]
