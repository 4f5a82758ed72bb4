"""The one way to a figure: measures are run here, and what leaves the office is guarded here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from core.calendar.counting_year import CountingYear, Period
from core.statistics.measures import GUARDED, HeldDay, Measure, Value

SMALLEST_SHOWN = 5

Key = TypeVar("Key")
Run = Callable[[Measure, Sequence[HeldDay]], Value]


class Reach(StrEnum):
    """What a period is to the counting year, which decides the word for newcomers."""

    WHOLE_YEAR = "whole-year"
    YEAR_SO_FAR = "year-so-far"
    OTHER = "other"


@dataclass(frozen=True)
class Figure:
    """A figure ready to show. `hidden` means it could single somebody out, and has no value."""

    measure: Measure
    value: Value
    hidden: bool = False


def reach_of(period: Period, year: CountingYear, today_is: Period) -> Reach:
    """Whether a period is a whole counting year, the current one so far, or anything else.

    `today_is` is the current counting year.
    """
    if period == year.containing(period.first):
        return Reach.YEAR_SO_FAR if period == today_is else Reach.WHOLE_YEAR
    return Reach.OTHER


def plain(measure: Measure, days: Sequence[HeldDay]) -> Value:
    """Run a measure as it is; plugins' go through the host instead, which catches failures."""
    return measure.source(days)


def figures(
    measures: Sequence[Measure],
    days: Sequence[HeldDay],
    *,
    office: bool,
    reach: Reach,
    run: Run = plain,
) -> dict[str, Figure]:
    """Each measure over the days, by key.

    `office` is whether the reader works where the counting was done. Outside it, figures of
    kinds that are guarded, newcomers among them, are shown for whole counting years alone (two
    different periods could be subtracted from one another), and all of them are hidden when one
    is from 1 to 4 (the others would give it away).
    """
    found = {one.key: Figure(one, run(one, days)) for one in measures}
    if office:
        return found
    guarded = [one for one in found.values() if one.measure.kind in GUARDED]
    if reach is Reach.WHOLE_YEAR and not any(is_small(one.value) for one in guarded):
        return found
    hidden = {one.measure.key: Figure(one.measure, None, hidden=True) for one in guarded}
    return {**found, **hidden}


def is_small(value: Value) -> bool:
    """Whether a figure could single somebody out: 1 to 4. Zero says nothing of anybody."""
    return isinstance(value, int | float) and 0 < value < SMALLEST_SHOWN


def grouped(days: Sequence[HeldDay], key: Callable[[HeldDay], Key]) -> Mapping[Key, list[HeldDay]]:
    """The days by month, weekday or whatever the key gives, in order of first appearance."""
    groups: dict[Key, list[HeldDay]] = {}
    for day in days:
        groups.setdefault(key(day), []).append(day)
    return groups
