"""Periods of local dates: weeks, months and counting years. Both ends are inclusive."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both inclusive, local dates. Raises ValueError when reversed."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def year_before(self, today: date) -> "Period":
        """The same dates a year earlier, or as many years as keep the two apart.

        A period that is not over is compared to the same date.
        """
        last = min(self.last, today) if self.first <= today else self.last
        years = last.year - self.first.year or 1
        years += _years_back(last, years) >= self.first
        return Period(_years_back(self.first, years), _years_back(last, years))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def previous_week(self) -> "Period":
        """Seven days earlier."""
        week = timedelta(days=7)
        return Period(self.first - week, self.last - week)

    def previous_month(self) -> "Period":
        """The calendar month before the one this period begins in."""
        return month(self.first.replace(day=1) - timedelta(days=1))


def _years_back(day: date, years: int) -> date:
    """The same date; 29 February is the 28th."""
    leaps = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leaps else day.day)


def iso_week(day: date) -> Period:
    """Monday to Sunday."""
    first = day - timedelta(days=day.weekday())
    return Period(first, first + timedelta(days=6))


def month(day: date) -> Period:
    """The calendar month."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(first, following - timedelta(days=1))


@dataclass(frozen=True)
class CountingYear:
    """A year that newcomers are counted in, by its first day. Raises ValueError for 29 February."""

    first_month: int
    first_day: int

    def __post_init__(self) -> None:
        date(2023, self.first_month, self.first_day)

    @classmethod
    def parse(cls, text: str) -> "CountingYear":
        """From "09-01" (month and day). Raises ValueError."""
        first_month, first_day = text.split("-")
        return cls(int(first_month), int(first_day))

    def containing(self, day: date) -> Period:
        """The counting year a date is in."""
        first = date(day.year, self.first_month, self.first_day)
        return self.starting(day.year if day >= first else day.year - 1)

    def starting(self, year: int) -> Period:
        """The counting year that begins in a calendar year."""
        first = date(year, self.first_month, self.first_day)
        following = date(year + 1, self.first_month, self.first_day)
        return Period(first, following - timedelta(days=1))

    def previous(self, period: Period) -> Period:
        """The counting year before."""
        return self.starting(period.first.year - 1)

    def label(self, period: Period) -> str:
        """ "2022–2023", or "2023" when the year is the calendar's."""
        if period.first.year == period.last.year:
            return str(period.first.year)
        return f"{period.first.year}–{period.last.year}"
