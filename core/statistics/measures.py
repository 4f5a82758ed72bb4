"""Measures: what a figure is made of, declared so that the gateway can run and guard it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from core.text import Text


class CountKind(StrEnum):
    """What is counted. Kinds are never added to one another."""

    VISIT = "visit"
    NEWCOMER = "newcomer"
    STAFFING = "staffing"
    CONTACT = "contact"
    MATERIAL = "material"
    MEMBER = "member"
    REFERRAL = "referral"
    WAITING = "waiting"
    HEARD = "heard"


GUARDED = frozenset({CountKind.NEWCOMER, CountKind.REFERRAL, CountKind.HEARD})
"""Kinds that could single somebody out: how few they are is not told outside the office."""


class Dimension(StrEnum):
    """What a measure may be broken down by."""

    MONTH = "month"
    WEEKDAY = "weekday"


@dataclass(frozen=True)
class HeldDay:
    """One occurrence that was held and counted, zero included.

    `day` and `starts` are its local date and time (Europe/Oslo). `totals` holds the total of each
    category by its key, under the category's kind.
    """

    day: date
    activity: str
    totals: Mapping[CountKind, Mapping[str, int]]
    starts: time = time()
    place_id: int | None = None

    def total(self, kind: CountKind) -> int:
        """The sum of the categories of one kind."""
        return sum(self.totals.get(kind, {}).values())


Value: TypeAlias = int | float | Decimal | str | None
Source: TypeAlias = Callable[[Sequence[HeldDay]], Value]


@dataclass(frozen=True)
class Measure:
    """One figure, as a pure function of the days of a period.

    `kind` is the kind of counts it is made from, and decides what suppression applies. `source`
    gets the held days of the period (for a breakdown: those of each month or weekday), reads
    nothing else, and answers None where there is nothing to tell. `unit` is the word after the
    figure, empty where there is none.
    """

    key: str
    title: Text
    kind: CountKind
    unit: Text
    source: Source
    dimensions: frozenset[Dimension] = frozenset()
