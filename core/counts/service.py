"""Saving counts. One way in for taps, typed totals, corrections and imports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission, Role
from core.calendar.zones import local_date
from core.counts import store
from core.counts.categories import Categories
from core.counts.events import (
    MOST_AT_ONCE,
    CountedDay,
    NewEvent,
    Reject,
    Rejection,
    Saved,
)
from core.db.tenancy import DistrictSession
from core.schedules.models import ActivityStaff, OccurrenceState

LOOK_BACK = timedelta(hours=48)


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
    end, a leader has no limit.
    """
    days = store.counted_days(session, {event.occurrence_id for event in events})
    staff_of = _staff_activities(session, counting.access)
    # A tap and its undo may wait in one telephone and arrive together.
    undone = {event.id: store.content(event) for event in events} | store.contents_of(
        session, {event.undoes for event in events if event.undoes}
    )
    rejected: list[Rejection] = []
    good: dict[UUID, NewEvent] = {}
    for event in events:
        day = days.get(event.occurrence_id)
        code = refusal(counting, day, staff_of) or _bad_content(counting, day, event, undone)
        if code is None and event.id in good and good[event.id] != event:
            code = Reject.OTHER_CONTENT
        if code is None:
            good[event.id] = event
        else:
            rejected.append(Rejection(event.id, code))
    accepted = _store(session, counting, good, rejected)
    visible = {i for i, day in days.items() if not refusal_to_see(counting.access, day)}
    return Saved(accepted, rejected, store.totals_of(session, visible) if visible else {})


def refusal(counting: Counting, day: CountedDay | None, staff_of: frozenset[int]) -> Reject | None:
    """Why nothing can be counted on this day by this actor now; None when it can."""
    if day is None or refusal_to_see(counting.access, day):
        return Reject.UNKNOWN_OCCURRENCE
    if not may_count(counting.access, day, staff_of):
        return Reject.NOT_YOURS
    if day.plugin not in counting.categories:
        return Reject.PLUGIN_OFF
    if day.state != OccurrenceState.PLANNED:
        return Reject.CLOSED
    if local_date(counting.now) < day.day:
        return Reject.TOO_EARLY
    if counting.now > day.ends + LOOK_BACK and not counting.access.may(
        Permission.CORRECT, day.organisation_id
    ):
        return Reject.TOO_LATE
    return None


def refusal_to_see(access: Access, day: CountedDay) -> bool:
    """A device knows its own activity and no other."""
    return access.actor.is_device and access.actor.activity_id != day.activity_id


def may_count(access: Access, day: CountedDay, staff_of: frozenset[int]) -> bool:
    """A role in the activity's organisation, or being on the activity as an employee."""
    if not access.may(Permission.COUNT, day.organisation_id):
        return day.activity_id in staff_of
    only_staff = access.roles == {Role.STAFF}
    return not only_staff or day.activity_id in staff_of


def _staff_activities(session: DistrictSession, access: Access) -> frozenset[int]:
    if Role.STAFF not in access.roles:
        return frozenset()
    rows = session.scalars(
        select(ActivityStaff.activity_id).where(ActivityStaff.user_id == access.actor.id)
    )
    return frozenset(rows)


def _bad_content(
    counting: Counting,
    day: CountedDay | None,
    event: NewEvent,
    undone: Mapping[UUID, tuple[object, ...]],
) -> Reject | None:
    if day is None or event.category not in counting.categories[day.plugin]:
        return Reject.UNKNOWN_CATEGORY
    if abs(event.n) > MOST_AT_ONCE:
        return Reject.TOO_MANY
    if event.undoes is not None:
        found = undone.get(event.undoes)
        if found != (event.occurrence_id, event.category, -event.n, None):
            return Reject.NOTHING_TO_UNDO
    return None


def _store(
    session: DistrictSession,
    counting: Counting,
    good: Mapping[UUID, NewEvent],
    rejected: list[Rejection],
) -> list[UUID]:
    added = store.add_events(
        session, list(good.values()), counting.access.actor.reference, counting.now
    )
    store.add_to_totals(session, (event for event in good.values() if event.id in added))
    known = store.contents_of(session, good.keys() - added)
    accepted: list[UUID] = []
    for event in good.values():
        if event.id in added or known.get(event.id) == store.content(event):
            accepted.append(event.id)
        else:
            code = Reject.OTHER_CONTENT if event.id in known else Reject.ALREADY_UNDONE
            rejected.append(Rejection(event.id, code))
    return accepted
