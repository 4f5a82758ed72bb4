"""Rules as data: the small vocabulary plugins and administrators speak.

A rule says where and for whom it holds, how hard it is, and what it asks. All times of day are
local (Europe/Oslo); weekdays are 0 (Monday) to 6. Nothing here reads a database or a clock.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import TypeAlias

from core.text import Text

EVERY_DAY = frozenset(range(7))
MIDNIGHT = time(0)
MOST = 100_000
"""No number in a rule is larger."""
LONGEST_BUFFER = 24 * 60


class Level(StrEnum):
    """How hard a rule is: refuses, waits for somebody's yes, or only tells."""

    BLOCK = "block"
    APPROVE = "approve"
    WARN = "warn"


class Unit(StrEnum):
    """The period a quota is counted in, local time; weeks are ISO weeks."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Per(StrEnum):
    """Whose use a quota counts."""

    ORGANISATION = "organisation"
    USER = "user"
    ACTIVITY = "activity"
    ROOM = "room"


def _outside(most: int, *numbers: int | None) -> str | None:
    for number in numbers:
        if number is not None and not 0 <= number <= most:
            return f"{number} is not from 0 to {most}"
    return None


@dataclass(frozen=True)
class Window:
    """A time of the week. `ends` midnight is the end of the day."""

    weekdays: frozenset[int] = EVERY_DAY
    starts: time = MIDNIGHT
    ends: time = MIDNIGHT

    @property
    def backwards(self) -> bool:
        """Whether it ends before it starts: nothing would ever be in it."""
        return self.ends != MIDNIGHT and self.ends <= self.starts

    def fault(self) -> str | None:
        """Why nothing can be in it: a rule over midnight is two windows."""
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            return f"weekdays are 0 to 6, not {sorted(self.weekdays)}"
        if self.starts.tzinfo or self.ends.tzinfo:
            return "times are local, without a time zone"
        if self.backwards:
            return f"{self.ends} is not after {self.starts}"
        return None


@dataclass(frozen=True)
class OpeningWindow:
    """Only within these times. Several opening windows of one place add up."""

    window: Window


@dataclass(frozen=True)
class Duration:
    """At least and at most this long, minutes. None: no limit that way."""

    least: int | None = None
    most: int | None = None

    def fault(self) -> str | None:
        """Why it cannot be meant."""
        return _outside(MOST, self.least, self.most)


@dataclass(frozen=True)
class LeadTime:
    """Asked for at least `hours` before it starts, and at most `days` ahead."""

    hours: int = 0
    days: int | None = None

    def fault(self) -> str | None:
        """Why it cannot be meant."""
        return _outside(MOST, self.hours, self.days)


@dataclass(frozen=True)
class Buffer:
    """Minutes before and after that the room is not free for others, as for cleaning."""

    before: int = 0
    after: int = 0

    def fault(self) -> str | None:
        """Why it cannot be kept: others are looked for a day beside a booking, and no further."""
        return _outside(LONGEST_BUFFER, self.before, self.after)


@dataclass(frozen=True)
class Capacity:
    """At most so many people."""

    people: int

    def fault(self) -> str | None:
        """Why it cannot be meant."""
        return _outside(MOST, self.people)


@dataclass(frozen=True)
class RequiresFeature:
    """The place, or the house it is in, has this, e.g. "kjøkken"."""

    feature: str


@dataclass(frozen=True)
class RequiresPeople:
    """At least so many volunteers or employees on duty."""

    least: int

    def fault(self) -> str | None:
        """Why it cannot be meant."""
        return _outside(MOST, self.least)


@dataclass(frozen=True)
class Companion:
    """Another place, by slug, is booked and freed along."""

    place: str


@dataclass(frozen=True)
class Quota:
    """At most so many hours in each period, over whole series, in the places of the rule."""

    hours: int
    unit: Unit
    per: Per = Per.ORGANISATION

    def fault(self) -> str | None:
        """Why it cannot be meant."""
        return _outside(MOST, self.hours)


@dataclass(frozen=True)
class Frequency:
    """At most so many bookings in each period, in the places of the rule."""

    times: int
    unit: Unit
    per: Per = Per.ACTIVITY

    def fault(self) -> str | None:
        """Why it cannot be meant."""
        return _outside(MOST, self.times)


@dataclass(frozen=True)
class Exclusive:
    """The place is not shared with another group at the same time."""


@dataclass(frozen=True)
class Neighbour:
    """No activity with the tag `not_beside` in the same house at the same time.

    It holds both ways: for activities with the tag `tag`, and against those that would come
    beside them. `tag` None is every activity the rule is for. An empty `not_beside` is every
    other activity. One with the tag `unless_tag` may be there all the same.
    """

    not_beside: str = ""
    tag: str | None = None
    unless_tag: str | None = None

    def keeps(self, one: Set[str], other: Set[str]) -> bool:
        """Whether an activity with the tags `one` keeps one with the tags `other` away."""
        return (
            (self.tag is None or self.tag in one)
            and (not self.not_beside or self.not_beside in other)
            and (self.unless_tag is None or self.unless_tag not in other)
        )


@dataclass(frozen=True)
class Approval:
    """Somebody says yes first, when the time touches the window. Not for a standing agreement."""

    window: Window = Window()


@dataclass(frozen=True)
class Own:
    """A plugin's own rule: a pure function of a `Request` and the `Snapshot` of what was known.

    It answers with a sentence for everything it has against the request. It has a second; one
    that raises or takes longer blocks, by its plugin's name.
    """

    check: Callable[..., Sequence[Text]]


What: TypeAlias = (
    OpeningWindow
    | Duration
    | LeadTime
    | Buffer
    | Capacity
    | RequiresFeature
    | RequiresPeople
    | Companion
    | Quota
    | Frequency
    | Exclusive
    | Neighbour
    | Approval
    | Own
)


@dataclass(frozen=True)
class Rule:
    """One rule. `key` names it for programs; `title` is what people call it.

    Empty `places` is every place, else these slugs and what lies in them; empty `activities` and
    `organisations` are everyone. `approver` is the slug of the organisation whose leader approves
    or waives; None is the district's administrator.
    """

    key: str
    title: Text
    what: What
    level: Level = Level.BLOCK
    places: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    except_organisations: tuple[str, ...] = ()
    approver: str | None = None
