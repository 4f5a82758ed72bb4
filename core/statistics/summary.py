"""How the visits of some days spread: so few figures that each must stand beside its n. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, linear_regression, stdev

from core.statistics.measures import CountKind, HeldDay

FEWEST_FOR_A_TREND = 4
_DAYS_A_MONTH = 30.4


@dataclass(frozen=True)
class Summary:
    """Visits of `n` days. None where there are too few days to tell.

    `deviation` is the sample's standard deviation; `trend` is visits more or fewer each month.
    """

    n: int
    mean: float | None = None
    fewest: int | None = None
    most: int | None = None
    deviation: float | None = None
    trend: float | None = None


@dataclass(frozen=True)
class Mean:
    """A mean, to one decimal, with how many it is made of, without which it says nothing."""

    value: float | None
    n: int


def mean_of(numbers: Sequence[int]) -> Mean:
    """The mean; its value is None where there is nothing to take it of."""
    return Mean(round(fmean(numbers), 1) if numbers else None, len(numbers))


def summary(days: Sequence[HeldDay]) -> Summary:
    """What can be said of these days' visits, in whatever order they come."""
    days = sorted(days, key=lambda one: one.day)
    visits = [day.total(CountKind.VISIT) for day in days]
    if not visits:
        return Summary(0)
    return Summary(
        len(visits),
        fmean(visits),
        min(visits),
        max(visits),
        stdev(visits) if len(visits) > 1 else None,
        _trend(days, visits),
    )


def _trend(days: Sequence[HeldDay], visits: Sequence[int]) -> float | None:
    if len(days) < FEWEST_FOR_A_TREND or days[0].day == days[-1].day:
        return None
    months = [(one.day - days[0].day).days / _DAYS_A_MONTH for one in days]
    return linear_regression(months, visits).slope
