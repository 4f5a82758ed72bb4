"""Weekly rules, expanded to local dates when a plan is saved. Times are added by `to_utc`."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = timedelta(days=731)


class BadRule(ValueError):
    """A rule that names no day, or too many."""


@dataclass(frozen=True)
class WeeklyRule:
    """Chosen weekdays (0 is Monday) from `first` to `last`, local dates, both inclusive.

    Raises BadRule without weekdays, when it ends before it begins, or runs over two years.
    """

    weekdays: Set[int]
    first: date
    last: date

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise BadRule("no weekday is chosen")
        if self.last < self.first:
            raise BadRule("the rule ends before it begins")
        if self.last - self.first > LONGEST:
            raise BadRule("the rule runs for more than two years")

    def dates(self) -> list[date]:
        """Every date of the rule, in order."""
        days = (self.last - self.first).days + 1
        return [
            day
            for day in (self.first + timedelta(days=n) for n in range(days))
            if day.weekday() in self.weekdays
        ]
