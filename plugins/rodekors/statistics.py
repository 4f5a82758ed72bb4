"""The family centre's own figures, beside those every activity has."""

from collections.abc import Sequence

from core.plugin_api import CountCategory, CountKind, HeldDay, Measure
from core.statistics.summary import mean_of
from plugins.rodekors.words import ACTIVITY, lazy_gettext

VOLUNTEER = "volunteer"

CATEGORIES = (
    CountCategory(
        VOLUNTEER,
        CountKind.STAFFING,
        lazy_gettext("Volunteers on duty"),
        activity=ACTIVITY,
    ),
)


def volunteers_per_day(days: Sequence[HeldDay]) -> float | None:
    """Volunteers on duty on a mean opening day, over the days where it was noted."""
    return mean_of([n for day in days if (n := _volunteers(day)) is not None]).value


def visits_per_volunteer(days: Sequence[HeldDay]) -> float | None:
    """Visits for each volunteer on duty, over the days where volunteers were noted."""
    noted = [(day.total(CountKind.VISIT), n) for day in days if (n := _volunteers(day))]
    return round(sum(v for v, _n in noted) / sum(n for _v, n in noted), 1) if noted else None


def _volunteers(day: HeldDay) -> int | None:
    return day.totals.get(CountKind.STAFFING, {}).get(VOLUNTEER)


MEASURES = (
    Measure(
        "volunteers_per_opening_day",
        lazy_gettext("Volunteers per opening day"),
        CountKind.STAFFING,
        "",
        volunteers_per_day,
    ),
    Measure(
        "visits_per_volunteer",
        lazy_gettext("Visits per volunteer on duty"),
        CountKind.STAFFING,
        "",
        visits_per_volunteer,
    ),
)
