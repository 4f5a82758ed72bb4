"""Days whose totals cannot be right: events that came one by one may leave them so for a while."""

from collections.abc import Iterable

from core.counts.categories import Categories
from core.counts.days import Day


def doubtful(days: Iterable[Day], categories: Categories) -> list[Day]:
    """Days with a total below zero, or with more newcomers than visits."""
    return [day for day in days if _is_wrong(day, categories)]


def _is_wrong(day: Day, categories: Categories) -> bool:
    for key, total in day.totals.items():
        among = categories[key].among if key in categories else None
        if total < 0 or (among is not None and total > day.totals.get(among, 0)):
            return True
    return False
