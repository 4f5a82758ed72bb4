"""Opening hours: local times on weekdays (0 is Monday), half-open. Pure rules, no database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import groupby, pairwise

from core.problems import N_, Refused

WEEKDAYS = range(7)
_CLOCK = r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|—|til|to)\s*{_CLOCK}", re.IGNORECASE)
MIDNIGHT = time(0)
_BETWEEN = re.compile(r"[,;]|\bog\b|\band\b", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Hours:
    """Open from `opens` until `closes` on one weekday, local time; midnight closes the day."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Days:
    """Weekdays in a row (`first` to `last`, inclusive) with the same hours."""

    first: int
    last: int
    spans: tuple[tuple[time, time], ...]


def field_of(weekday: int) -> str:
    """The form field a refusal about a weekday names."""
    return f"day_{weekday}"


def read_day(weekday: int, typed: str) -> list[Hours]:
    """Hours as people write them: "10–15" or "9.30–12, kl. 13–16". Empty is closed.

    Raises Refused, with the weekday's field, for what cannot be read or cannot be.
    """
    parts = [part.strip() for part in _BETWEEN.split(typed) if part.strip()]
    return checked([_read_span(weekday, part) for part in parts])


def checked(hours: Iterable[Hours]) -> list[Hours]:
    """The hours in order. Raises Refused when one closes before it opens, or two overlap."""
    ordered = sorted(hours)
    for one in ordered:
        if one.opens >= _end(one):
            raise Refused(
                N_("It must open before it closes. Midnight is written 24.00."),
                field=field_of(one.weekday),
            )
    for earlier, later in pairwise(ordered):
        if earlier.weekday == later.weekday and later.opens < _end(earlier):
            raise Refused(
                N_("Two of the times overlap. Write them as one."), field=field_of(later.weekday)
            )
    return ordered


def written(hours: Iterable[Hours], weekday: int) -> str:
    """One weekday's hours as `read_day` reads them."""
    return ", ".join(
        f"{one.opens:%H.%M}–{closing(one.closes)}"
        for one in sorted(hours)
        if one.weekday == weekday
    )


def closing(closes: time) -> str:
    """When it closes, "15.00"; a day that is open to its end closes at "24.00"."""
    return "24.00" if closes == MIDNIGHT else f"{closes:%H.%M}"


def _end(one: Hours) -> time:
    return time.max if one.closes == MIDNIGHT else one.closes


def weeks(hours: Iterable[Hours]) -> list[Days]:
    """The week in as few lines as it can be said; weekdays that are closed are left out."""
    spans = {
        weekday: tuple((one.opens, one.closes) for one in same)
        for weekday, same in groupby(sorted(hours), key=lambda one: one.weekday)
    }
    days: list[Days] = []
    for weekday in sorted(spans):
        before = days[-1] if days else None
        if before and before.last == weekday - 1 and before.spans == spans[weekday]:
            days[-1] = Days(before.first, weekday, before.spans)
        else:
            days.append(Days(weekday, weekday, spans[weekday]))
    return days


def _read_span(weekday: int, part: str) -> Hours:
    found = _SPAN.fullmatch(part)
    try:
        numbers = [int(number or 0) for number in found.groups()] if found else []
        if numbers[2:] == [24, 0]:
            numbers[2] = 0
        opens, closes = time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    except (ValueError, IndexError):
        raise Refused(
            N_("We cannot read “%(typed)s”. Write the hours like this: 10–15 or 9.30–12, 13–16."),
            field=field_of(weekday),
            typed=part,
        ) from None
    return Hours(weekday, opens, closes)
