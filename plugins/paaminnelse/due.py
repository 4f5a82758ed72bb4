"""Which letter is due, and when: pure rules of one day and one reminder."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from core.calendar.zones import local_date, to_utc
from core.schedules.models import OccurrenceState

FROM = time(10)
"""Local time, the day before: never while people sleep."""


class Kind(StrEnum):
    """What a letter tells."""

    REMINDER = "reminder"
    MOVED = "moved"
    CANCELLED = "cancelled"


def is_near(starts: datetime, now: datetime) -> bool:
    """Whether it is past ten in the morning, local time, of the day before, and not begun."""
    return to_utc(local_date(starts) - timedelta(days=1), FROM) <= now < starts


def due(state: str, starts: datetime, told_of: datetime | None, now: datetime) -> Kind | None:
    """The letter to write now. `told_of` is the start the last one told of; moments are UTC.

    Nothing is told of a day that has begun. One that is moved after it was told of is told again.
    """
    if now >= starts:
        return None
    if state != OccurrenceState.PLANNED:
        return Kind.CANCELLED
    if told_of is not None and told_of != starts:
        return Kind.MOVED
    return Kind.REMINDER if told_of is None and is_near(starts, now) else None


def told(starts: datetime, now: datetime) -> datetime | None:
    """`told_of` once a letter is written now: one told early of a move is reminded in its time."""
    return starts if is_near(starts, now) else None
