"""ISO weeks: Monday to Sunday, of the year their Thursday lies in; some years have 53."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar.counting_year import Period

_KEY = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_THURSDAY = timedelta(days=3)
_EARLIEST, _LATEST = date(2000, 1, 3), date(2100, 12, 26)


@dataclass(frozen=True, order=True)
class Week:
    """A week of an ISO year, 2000 to 2100. Raises ValueError for one the year does not have."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not _EARLIEST.year <= self.year <= _LATEST.year:
            raise ValueError(self.year)
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week a local date lies in."""
        year, number, _weekday = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> "Week":
        """From "2026-W47", as browsers write weeks. Raises ValueError."""
        found = _KEY.fullmatch(text.strip())
        if found is None:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    @property
    def key(self) -> str:
        """ "2026-W47"."""
        return f"{self.year:04}-W{self.number:02}"

    def __str__(self) -> str:
        return self.key

    @property
    def period(self) -> Period:
        """Its local dates."""
        first = date.fromisocalendar(self.year, self.number, 1)
        return Period(first, first + timedelta(days=6))

    def beside(self, weeks: int) -> "Week":
        """So many weeks later, or earlier below zero."""
        return Week.of(min(max(self.period.first + timedelta(weeks=weeks), _EARLIEST), _LATEST))

    def within(self, period: Period) -> bool:
        """Whether it belongs to the period: its Thursday does, so that no week is in two years."""
        return self.period.first + _THURSDAY in period


def clamped(period: Period) -> Period:
    """The period within the years there are weeks for."""
    first, last = (min(max(day, _EARLIEST), _LATEST) for day in (period.first, period.last))
    return Period(first, last)


def weeks_of(period: Period) -> Iterator[Week]:
    """The weeks that belong to a period of local dates, in order."""
    day = period.first - timedelta(days=period.first.weekday())
    while day <= period.last:
        week = Week.of(day)
        if week.within(period):
            yield week
        day += timedelta(days=7)
