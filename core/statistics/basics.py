"""The figures every activity has, made of core's categories."""

from collections.abc import Sequence

from core.problems import N_
from core.statistics.measures import CountKind, Dimension, HeldDay, Measure

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BOTH = frozenset({Dimension.MONTH, Dimension.WEEKDAY})


def category_sum(kind: CountKind, key: str, days: Sequence[HeldDay]) -> int:
    """The sum of one category over the days."""
    return sum(day.totals.get(kind, {}).get(key, 0) for day in days)


def visits(days: Sequence[HeldDay]) -> int:
    """All visits; somebody who comes twice is two visits."""
    return sum(day.total(CountKind.VISIT) for day in days)


def mean_visits(days: Sequence[HeldDay]) -> float | None:
    """Visits per opening day, one decimal; None without days."""
    return round(visits(days) / len(days), 1) if days else None


def newcomers(days: Sequence[HeldDay]) -> int:
    """Those who came for the first time in the counting year."""
    return sum(day.total(CountKind.NEWCOMER) for day in days)


def busiest_weekday(days: Sequence[HeldDay]) -> str | None:
    """The weekday with the highest mean per opening day, in English; ties to the earlier one.

    None where nobody came.
    """
    if not visits(days):
        return None
    by_weekday: dict[int, list[HeldDay]] = {}
    for day in days:
        by_weekday.setdefault(day.day.weekday(), []).append(day)
    best = max(sorted(by_weekday), key=lambda n: visits(by_weekday[n]) / len(by_weekday[n]))
    return WEEKDAYS[best]


BASIC_MEASURES = (
    Measure("opening_days", N_("Opening days"), CountKind.VISIT, "", len, _BOTH),
    Measure("visits", N_("Visits"), CountKind.VISIT, "", visits, _BOTH),
    Measure(
        "visits_per_opening_day",
        N_("Mean per opening day"),
        CountKind.VISIT,
        "",
        mean_visits,
        _BOTH,
    ),
    Measure(
        "visits_adult",
        N_("Visits by adults"),
        CountKind.VISIT,
        "",
        lambda days: category_sum(CountKind.VISIT, "adult", days),
    ),
    Measure(
        "visits_child",
        N_("Visits by children"),
        CountKind.VISIT,
        "",
        lambda days: category_sum(CountKind.VISIT, "child", days),
    ),
    Measure("unique", N_("Unique participants"), CountKind.NEWCOMER, "", newcomers),
    Measure(
        "unique_adult",
        N_("Unique adults"),
        CountKind.NEWCOMER,
        "",
        lambda days: category_sum(CountKind.NEWCOMER, "new_adult", days),
    ),
    Measure(
        "unique_child",
        N_("Unique children"),
        CountKind.NEWCOMER,
        "",
        lambda days: category_sum(CountKind.NEWCOMER, "new_child", days),
    ),
    Measure("busiest_weekday", N_("Busiest weekday"), CountKind.VISIT, "", busiest_weekday),
)
