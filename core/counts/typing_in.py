"""Counts by form: a press, a whole day's numbers, "nobody came", a correction, and undoing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from core.audit.service import record
from core.counts.categories import Categories
from core.counts.days import Day, Status, day_by_id
from core.counts.events import NewEvent, Saved, Source, event_id
from core.counts.models import CountEvent
from core.counts.service import Counting, save_events
from core.counts.store import taking_back
from core.db.tenancy import DistrictSession
from core.problems import N_, Overtaken, Refused, Term
from core.schedules.models import Activity, Occurrence
from core.statistics.measures import CountKind

MOST_PER_DAY = 5000
_VISIT = CountKind.VISIT


@dataclass(frozen=True)
class TypedDay:
    """What somebody typed for a day. A category left blank is left as it is.

    `seen` are the totals the person was shown, `press` the form's own id.
    """

    occurrence_id: int
    press: UUID
    totals: Mapping[str, int]
    seen: Mapping[str, int]
    reason: str | None = None


def save_press(
    session: DistrictSession,
    counting: Counting,
    occurrence_id: int,
    press: UUID,
    changes: Mapping[str, int],
) -> None:
    """Add what one press of a form's button adds. Sent twice, it counts once.

    Raises Refused, also for taking away from zero: that was a slip of the thumb.
    """
    events = [
        NewEvent(event_id(press, key), occurrence_id, key, n, counting.now, press)
        for key, n in changes.items()
    ]
    totals = _save_all(session, counting, events).totals.get(occurrence_id, {})
    if any(n < 0 and totals.get(key, 0) < 0 for key, n in changes.items()):
        raise Refused(N_("There is nobody to take away."))


def save_typed(session: DistrictSession, counting: Counting, typed: TypedDay) -> Day:
    """Make the day's totals what was typed, by events for the differences.

    Raises Overtaken when the totals are no longer those the person saw, Refused with `field` for
    a negative number, for more than they are among, or when a correction has no reason.
    """
    # Two forms for one day are saved one after the other; SQLite's writers queue anyway.
    session.execute(
        select(Occurrence.id).where(Occurrence.id == typed.occurrence_id).with_for_update()
    )
    day = day_by_id(session, typed.occurrence_id)
    if _is_saved(session, day.id, typed.press):
        return day  # the form was sent twice
    now = {key: day.totals.get(key, 0) for key in typed.totals}
    if any(typed.seen.get(key, 0) != now[key] for key in now):
        raise Overtaken
    check_numbers({**day.totals, **typed.totals}, _categories(session, counting, day))
    changed = {
        key: wanted - now[key]
        for key, wanted in typed.totals.items()
        if wanted != now[key] or key not in day.totals
    }
    if not changed:
        return day
    source = _source(day, typed, counting.now)
    events = [
        NewEvent(
            event_id(typed.press, key),
            day.id,
            key,
            n,
            counting.now,
            typed.press,
            source=source,
            reason=typed.reason,
        )
        for key, n in changed.items()
    ]
    _save_all(session, counting, events)
    if source is Source.CORRECTION:
        _note_correction(session, counting, day, typed)
    return day_by_id(session, day.id)


def save_nobody(session: DistrictSession, counting: Counting, day_id: int, press: UUID) -> None:
    """Nobody came: zeros, which are counts. Refused when somebody has been counted."""
    day = day_by_id(session, day_id)
    visits = [c.key for c in _categories(session, counting, day).values() if c.kind is _VISIT]
    if any(day.totals.get(key, 0) for key in visits):
        raise Refused(N_("Visitors have been counted today. Undo or correct them first."))
    events = [
        NewEvent(event_id(press, key), day.id, key, 0, counting.now, press, source=Source.TYPED)
        for key in visits
    ]
    _save_all(session, counting, events)


def undo_last(session: DistrictSession, counting: Counting, day_id: int, press: UUID) -> bool:
    """Take back this actor's last press on the day that still stands. False when there is none.

    A press is a tap or a typed form; corrections and imports are not undone with a thumb.
    """
    if _is_saved(session, day_id, press):
        return True
    undone = select(CountEvent.undoes).where(
        CountEvent.occurrence_id == day_id, CountEvent.undoes.is_not(None)
    )
    last = (
        select(CountEvent.press)
        .where(
            CountEvent.occurrence_id == day_id,
            CountEvent.actor == counting.access.actor.reference,
            CountEvent.source.in_((Source.TAP, Source.TYPED)),
            CountEvent.undoes.is_(None),
            CountEvent.id.not_in(undone),
        )
        .order_by(CountEvent.received_at.desc(), CountEvent.tapped_at.desc())
        .limit(1)
    )
    rows = session.scalars(
        select(CountEvent).where(
            CountEvent.occurrence_id == day_id,
            CountEvent.press == last.scalar_subquery(),
            CountEvent.undoes.is_(None),
            CountEvent.id.not_in(undone),
        )
    ).all()
    _save_all(session, counting, [taking_back(row, press, counting.now) for row in rows])
    return bool(rows)


def check_numbers(totals: Mapping[str, int], categories: Categories) -> None:
    """Raise Refused, at the category's field, for numbers that cannot be a day's totals."""
    for key, total in totals.items():
        if total < 0:
            raise Refused(N_("A number cannot be below zero."), field=key)
        if total > MOST_PER_DAY:
            raise Refused(
                N_("More than %(most)s in a day cannot be right. Check the number."),
                field=key,
                most=MOST_PER_DAY,
            )
        among = categories[key].among if key in categories else None
        if among is not None and total > totals.get(among, 0):
            raise Refused(
                N_("“%(what)s” (%(n)s) cannot be more than “%(among)s” (%(all)s)."),
                field=key,
                what=_name(categories, key),
                n=total,
                among=_name(categories, among),
                all=totals.get(among, 0),
            )


def _name(categories: Categories, key: str) -> object:
    label = categories[key].label if key in categories else key
    return Term(label) if type(label) is str else label


def _categories(session: DistrictSession, counting: Counting, day: Day) -> Categories:
    plugin = session.scalar(select(Activity.plugin).where(Activity.id == day.activity_id))
    return counting.categories.get(plugin, {})


def needs_reason(day: Day, now: datetime) -> bool:
    """A number typed after somebody has counted a past day corrects it, and says why."""
    return day.status is Status.HELD and day.ends <= now


def _source(day: Day, typed: TypedDay, now: datetime) -> Source:
    if not needs_reason(day, now):
        return Source.TYPED
    if not typed.reason:
        raise Refused(N_("Write why the number is corrected."), field="reason")
    return Source.CORRECTION


def _note_correction(
    session: DistrictSession, counting: Counting, day: Day, typed: TypedDay
) -> None:
    record(
        session,
        counting.access.actor.reference,
        "counts:correct",
        f"occurrence:{day.id}",
        now=counting.now,
        reason=typed.reason,
        before=day.totals,
        after=dict(typed.totals),
    )


def _save_all(session: DistrictSession, counting: Counting, events: list[NewEvent]) -> Saved:
    """All or nothing: the first rejection refuses the form."""
    saved = save_events(session, counting, events)
    for rejection in saved.rejected:
        raise Refused(rejection.detail)
    return saved


def _is_saved(session: DistrictSession, day_id: int, press: UUID) -> bool:
    found = select(CountEvent.id).where(
        CountEvent.occurrence_id == day_id, CountEvent.press == press
    )
    return session.scalar(found.limit(1)) is not None
