"""One rule of each kind, for those who choose which kind they need."""

from collections.abc import Mapping
from datetime import time

from flask_babel import lazy_gettext

from core.bookings.vocabulary import (
    Approval,
    Buffer,
    Capacity,
    Companion,
    Duration,
    Exclusive,
    Frequency,
    LeadTime,
    Neighbour,
    OpeningWindow,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Rule,
    Unit,
    What,
    Window,
)
from core.schedules.tags import Tag

_WORKDAYS = frozenset(range(5))
_EXAMPLES: Mapping[str, What] = {
    "opening": OpeningWindow(Window(_WORKDAYS, time(8), time(16))),
    "duration": Duration(30, 240),
    "lead-time": LeadTime(48, 180),
    "buffer": Buffer(after=30),
    "capacity": Capacity(25),
    "feature": RequiresFeature(lazy_gettext("kitchen")),
    "people": RequiresPeople(2),
    "companion": Companion(lazy_gettext("The kitchen")),
    "quota": Quota(10, Unit.WEEK),
    "frequency": Frequency(2, Unit.MONTH),
    "exclusive": Exclusive(),
    "neighbour": Neighbour(Tag.LOUD, Tag.QUIET),
    "approval": Approval(Window(frozenset({5, 6}))),
}


def example(kind: str) -> Rule:
    """A rule of the kind."""
    return Rule(kind, "", _EXAMPLES[kind])
