"""Saving counts. One way in for taps, typed totals, corrections and imports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.counts import store
from core.counts.categories import Categories
from core.counts.days import Day
from core.counts.events import (
    MOST_AT_ONCE,
    CountedDay,
    NewEvent,
    Reject,
    Rejection,
    Saved,
    Source,
    Totals,
)
from core.counts.office import counts_guarded, to_show
from core.db.tenancy import DistrictSession
from core.problems import Forbidden, NotFound
from core.schedules.days import is_late, may_count, staff_activities
from core.schedules.models import OccurrenceState

# What may have changed since an event was saved: sent again, it is still the one that is there.
_SINCE_THEN = frozenset({Reject.PLUGIN_OFF, Reject.CLOSED, Reject.TOO_LATE})


@dataclass(frozen=True)
class Counting:
    """Who counts, what is counted for each plugin that is on (None: no plugin), and when."""

    access: Access
    categories: Mapping[str | None, Categories]
    now: datetime


def save_events(session: DistrictSession, counting: Counting, events: Sequence[NewEvent]) -> Saved:
    """Save what can be saved, say what cannot, and give the days' totals.

    An event that is there already counts once and is accepted again; another content under the
    same id is rejected. `counting.now` is an aware moment; a counter has 48 hours after a day's
    end, a leader has no limit. Totals are given of days the actor may count for or look at.
    """
    days, totals = store.counted_days(session, {event.occurrence_id for event in events})
    staff_of = staff_activities(session, counting.access)
    undone = _undone(session, events)
    good: dict[UUID, NewEvent] = {}
    refused: list[tuple[NewEvent, Reject]] = []
    for event in events:
        day = days.get(event.occurrence_id)
        code = refusal(counting, day, staff_of) or _bad_content(counting, day, event, undone)
        if code is None:
            first = good.setdefault(event.id, event)
            code = None if _same(first, event) else Reject.OTHER_CONTENT
        if code is not None:
            refused.append((event, code))
    accepted, rejected = _replayed(session, refused)
    moved = _store(session, counting, good, accepted, rejected)
    shown = {
        day.id: _shown(
            session,
            counting,
            day,
            {**totals.get(day.id, {}), **moved.get(day.id, {})},
            staff_of,
        )
        for day in days.values()
        if _may_see(counting.access, day, staff_of)
    }
    return Saved(accepted, rejected, shown)


def totals_to_see(
    session: DistrictSession, counting: Counting, occurrence_id: int
) -> dict[str, int]:
    """A day's totals by category. Raises NotFound, or Forbidden for another organisation's day."""
    days, totals = store.counted_days(session, [occurrence_id])
    day = days.get(occurrence_id)
    if day is None or day.state == OccurrenceState.WITHDRAWN:
        raise NotFound
    staff_of = staff_activities(session, counting.access)
    if not _may_see(counting.access, day, staff_of):
        raise NotFound if counting.access.actor.is_device else Forbidden
    return _shown(session, counting, day, totals.get(day.id, {}), staff_of)


def refusal(counting: Counting, day: CountedDay | None, staff_of: frozenset[int]) -> Reject | None:
    """Why nothing can be counted on this day by this actor now; None when it can."""
    access = counting.access
    if day is None or day.state == OccurrenceState.WITHDRAWN:
        return Reject.UNKNOWN_OCCURRENCE
    if not may_count(access, day.activity_id, day.organisation_id, staff_of):
        # A device knows its own activity and no other.
        return Reject.UNKNOWN_OCCURRENCE if access.actor.is_device else Reject.NOT_YOURS
    if day.plugin not in counting.categories:
        return Reject.PLUGIN_OFF
    return not_now(counting, day.organisation_id, day)


def not_now(counting: Counting, organisation_id: int, day: CountedDay | Day) -> Reject | None:
    """Why somebody who may count for the activity cannot do so on this day now."""
    if day.state != OccurrenceState.PLANNED:
        return Reject.CLOSED
    if local_date(counting.now) < day.day:
        return Reject.TOO_EARLY
    if is_late(counting.access, organisation_id, day.ends, counting.now):
        return Reject.TOO_LATE
    return None


def _shown(
    session: DistrictSession,
    counting: Counting,
    day: CountedDay,
    totals: dict[str, int],
    staff_of: frozenset[int],
) -> dict[str, int]:
    if counts_guarded(session, counting.access, day.activity_id, day.organisation_id, staff_of):
        return totals
    return to_show(totals, counting.categories.get(day.plugin, {}))


def _may_see(access: Access, day: CountedDay, staff_of: frozenset[int]) -> bool:
    return may_count(access, day.activity_id, day.organisation_id, staff_of) or access.may(
        Permission.COUNTS_SEE, day.organisation_id
    )


def _undone(session: DistrictSession, events: Sequence[NewEvent]) -> dict[UUID, tuple[object, ...]]:
    """What the events that are undone hold. A tap and its undo may arrive together."""
    wanted = {event.undoes for event in events if event.undoes}
    if not wanted:
        return {}
    waiting = {event.id: store.content(event) for event in reversed(events)}
    return {**waiting, **store.contents_of(session, wanted)}


def _same(one: NewEvent, other: NewEvent) -> bool:
    return one is other or store.content(one) == store.content(other)


def _bad_content(
    counting: Counting,
    day: CountedDay | None,
    event: NewEvent,
    undone: Mapping[UUID, tuple[object, ...]],
) -> Reject | None:
    if day is None or event.category not in counting.categories[day.plugin]:
        return Reject.UNKNOWN_CATEGORY
    if event.source is Source.TAP and abs(event.n) > MOST_AT_ONCE:
        return Reject.TOO_MANY
    if event.undoes is not None:
        found = undone.get(event.undoes)
        if found != (event.occurrence_id, event.category, -event.n, None):
            return Reject.NOTHING_TO_UNDO
    return None


def _replayed(
    session: DistrictSession, refused: Sequence[tuple[NewEvent, Reject]]
) -> tuple[list[UUID], list[Rejection]]:
    """Accept again what is saved already, although it could not be saved now."""
    known = store.contents_of(session, {e.id for e, code in refused if code in _SINCE_THEN})
    accepted: dict[UUID, None] = {}
    rejected: list[Rejection] = []
    for event, code in refused:
        if code in _SINCE_THEN and known.get(event.id) == store.content(event):
            accepted[event.id] = None
        else:
            rejected.append(Rejection(event.id, code))
    return list(accepted), rejected


def _store(
    session: DistrictSession,
    counting: Counting,
    good: Mapping[UUID, NewEvent],
    accepted: list[UUID],
    rejected: list[Rejection],
) -> Totals:
    added = store.add_events(
        session, list(good.values()), counting.access.actor.reference, counting.now
    )
    moved = store.add_to_totals(session, (e for e in good.values() if e.id in added))
    known = store.contents_of(session, good.keys() - added)
    for event in good.values():
        if event.id in added or known.get(event.id) == store.content(event):
            accepted.append(event.id)
        else:
            code = Reject.OTHER_CONTENT if event.id in known else Reject.ALREADY_UNDONE
            rejected.append(Rejection(event.id, code))
    return moved
