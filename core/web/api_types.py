"""What programs send and get: read strictly, so that a wrong type is told and never guessed at."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

_GREATEST_ID = 2**63 - 1
MOST_EVENTS = 1000

Id = Annotated[str, Meta(pattern=r"^[0-9]{1,19}$", description="A number, written as a string.")]
Moment = Annotated[datetime, Meta(tz=True)]


class EventIn(Struct):
    """One tap. `press` groups the events of one press; `undoes` takes another event back."""

    id: UUID
    occurrence: Id
    category: str
    n: int
    tapped_at: Moment
    press: UUID | None = None
    undoes: UUID | None = None

    def __post_init__(self) -> None:
        try:
            self.tapped_at.astimezone(UTC)
        except OverflowError:
            raise ValueError("`tapped_at` is outside the calendar") from None

    @property
    def occurrence_id(self) -> int:
        """The day's id; no day has the greatest number there is."""
        return min(int(self.occurrence), _GREATEST_ID)


class CountsIn(Struct):
    """At most 1000 events."""

    events: list[EventIn]


class RejectedOut(Struct):
    """An event that was not saved: a code for programs, a sentence for people."""

    id: UUID
    code: str
    detail: str


class CountsOut(Struct):
    """What became of the events, and the totals of the days they named, by occurrence."""

    accepted: list[UUID]
    rejected: list[RejectedOut]
    totals: dict[str, dict[str, int]]


class TotalsOut(Struct):
    """The totals of one day, by category."""

    totals: dict[str, int]


class OccurrenceOut(Struct):
    """One day of an activity. `activity` and `place` are slugs."""

    id: str
    activity: str
    place: str | None
    starts: Moment
    ends: Moment
    status: str


class ProblemOut(Struct, omit_defaults=True):
    """RFC 9457."""

    title: str
    status: int
    detail: str
    field: str | UnsetType = UNSET
