"""The values that pass through saving: what a tap asks for, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid5

from core.problems import N_

MOST_AT_ONCE = 1000


class Source(StrEnum):
    """How a count came in."""

    TAP = "tap"
    TYPED = "typed"
    CORRECTION = "correction"
    IMPORT = "import"
    UNDO = "undo"


@dataclass(frozen=True)
class NewEvent:
    """±n of a category on a day. `id` is made where the tap happens; moments are aware.

    `undoes` names the event this one takes back, with the opposite n.
    """

    id: UUID
    occurrence_id: int
    category: str
    n: int
    tapped_at: datetime
    press: UUID | None = None
    undoes: UUID | None = None
    source: Source = Source.TAP
    reason: str | None = None
    batch_id: int | None = None


def event_id(press: UUID, category: str) -> UUID:
    """The id of what one press adds to a category: sending the press again makes it again."""
    return uuid5(press, category)


class Reject(StrEnum):
    """Why an event was not saved; the code programs rely on."""

    UNKNOWN_OCCURRENCE = "unknown-occurrence"
    NOT_YOURS = "not-yours"
    PLUGIN_OFF = "plugin-off"
    CLOSED = "closed"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    UNKNOWN_CATEGORY = "unknown-category"
    TOO_MANY = "too-many"
    OTHER_CONTENT = "other-content"
    NOTHING_TO_UNDO = "nothing-to-undo"
    ALREADY_UNDONE = "already-undone"


REJECTIONS: Mapping[Reject, str] = {
    Reject.UNKNOWN_OCCURRENCE: N_("There is no such day here."),
    Reject.NOT_YOURS: N_("You cannot count for this activity."),
    Reject.PLUGIN_OFF: N_("This activity's plugin is switched off, so nothing can be counted."),
    Reject.CLOSED: N_("The day is closed or cancelled. Open it first, then count."),
    Reject.TOO_EARLY: N_("The day has not come yet."),
    Reject.TOO_LATE: N_("More than 48 hours have passed. Tell the leader the number."),
    Reject.UNKNOWN_CATEGORY: N_("This is not counted here."),
    Reject.TOO_MANY: N_("At most 1000 can be added at once."),
    Reject.OTHER_CONTENT: N_("Something else has been saved under this number already."),
    Reject.NOTHING_TO_UNDO: N_("There is nothing to undo."),
    Reject.ALREADY_UNDONE: N_("This has been undone already."),
}


@dataclass(frozen=True)
class Rejection:
    """An event that was not saved, and why. `detail` is a message id."""

    id: UUID
    code: Reject

    @property
    def detail(self) -> str:
        """The sentence for people."""
        return REJECTIONS[self.code]


Totals = dict[int, dict[str, int]]


@dataclass(frozen=True)
class Saved:
    """What became of a list of events, and the totals of the days they named."""

    accepted: list[UUID] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    totals: Totals = field(default_factory=dict)


@dataclass(frozen=True)
class CountedDay:
    """What saving needs to know of the day that is counted."""

    id: int
    activity_id: int
    organisation_id: int
    plugin: str | None
    day: date
    ends: datetime
    state: str
