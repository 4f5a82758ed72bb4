"""A log beside the days: what was written of each period, and what the days' counters have."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.calendar.counting_year import Period
from core.counts.days import Day, days_between
from core.db.tenancy import DistrictSession
from core.tallies.service import Change, history

_MOST = 100_000


@dataclass(frozen=True)
class Logged:
    """One period's numbers. `days` are those of the activity that are held or planned."""

    changes: list[Change] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)

    @property
    def sums(self) -> Mapping[tuple[str, str], int]:
        """What the log has, by key and subject."""
        found: dict[tuple[str, str], int] = {}
        for change in self.changes:
            for at, n in change.n.items():
                found[at] = found.get(at, 0) + n
        return found

    def counted(self, key: str) -> int:
        """What the days' counters have."""
        return sum(day.totals.get(key, 0) for day in self.days)

    @property
    def notes(self) -> list[str]:
        """What was noted and is not taken back, the first first."""
        return [one.note for one in reversed(self.changes) if one.note and _stands(one)]

    def entered(self, keys: Collection[str]) -> bool:
        """Whether there is a number at all: zero is one."""
        counted = any(key in day.totals for key in keys for day in self.days)
        return counted or any(_stands(one) for one in self.changes)


def logged(
    session: DistrictSession,
    activity_id: int,
    keys: Collection[str],
    period: Period,
    name: Callable[[date], str],
) -> dict[str, Logged]:
    """What each period of the log has, by its name, in order; local dates, both inclusive.

    `name` gives a day's period as the log's entries have it, such as "2026-W47". Two queries.
    """
    found: dict[str, Logged] = {}
    span = name(period.first), name(period.last)
    for change in history(session, activity_id, keys, span, most=_MOST):
        found.setdefault(change.period, Logged()).changes.append(change)
    for day in days_between(session, period, [activity_id]):
        if day.takes_place:
            found.setdefault(name(day.day), Logged()).days.append(day)
    return dict(sorted(found.items()))


def _stands(change: Change) -> bool:
    return not (change.undone or change.is_undo)
