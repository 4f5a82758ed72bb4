"""What a baby gathering counts, and its figures beside those every activity has."""

from collections.abc import Sequence

from core.plugin_api import CountCategory, CountKind, HeldDay, Measure
from core.statistics.basics import category_sum
from plugins.apen_barnehage.words import ACTIVITY, lazy_gettext

REFERRED, WAITING, GROWN = "from_health_station", "turned_away", "grown_out"

CATEGORIES = (
    CountCategory("child", CountKind.VISIT, lazy_gettext("Babies"), activity=ACTIVITY),
    CountCategory(
        "new_child", CountKind.NEWCOMER, lazy_gettext("New babies"), "child", activity=ACTIVITY
    ),
    CountCategory(
        REFERRED,
        CountKind.REFERRAL,
        lazy_gettext("From the health station"),
        "adult",
        activity=ACTIVITY,
    ),
    CountCategory(WAITING, CountKind.WAITING, lazy_gettext("No room today"), activity=ACTIVITY),
    CountCategory(
        GROWN, CountKind.MEMBER, lazy_gettext("Grown out of the offer"), activity=ACTIVITY
    ),
)


def referred(days: Sequence[HeldDay]) -> int:
    """Adults who came with a slip from the health station."""
    return category_sum(CountKind.REFERRAL, REFERRED, days)


def share_referred(days: Sequence[HeldDay]) -> float | None:
    """How many of a hundred adults came through the health station; None when nobody came."""
    adults = category_sum(CountKind.VISIT, "adult", days)
    return round(100 * referred(days) / adults, 1) if adults else None


def new_families(days: Sequence[HeldDay]) -> int:
    """New babies: each brings a family."""
    return category_sum(CountKind.NEWCOMER, "new_child", days)


def turned_away(days: Sequence[HeldDay]) -> int:
    """How often somebody came and there was no room."""
    return category_sum(CountKind.WAITING, WAITING, days)


def grown_out(days: Sequence[HeldDay]) -> int:
    """Babies who have grown out of the offer."""
    return category_sum(CountKind.MEMBER, GROWN, days)


MEASURES = (
    Measure("new_families", lazy_gettext("New families"), CountKind.NEWCOMER, "", new_families),
    Measure("referred", lazy_gettext("From the health station"), CountKind.REFERRAL, "", referred),
    Measure(
        "share_referred",
        lazy_gettext("Adults through the health station"),
        CountKind.REFERRAL,
        lazy_gettext("per cent"),
        share_referred,
    ),
    Measure("turned_away", lazy_gettext("No room for"), CountKind.WAITING, "", turned_away),
    Measure("grown_out", lazy_gettext("Grown out of the offer"), CountKind.MEMBER, "", grown_out),
)
