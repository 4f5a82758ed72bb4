"""The network's own figures, beside those every activity has."""

from collections.abc import Callable, Sequence
from operator import attrgetter

from core.plugin_api import CountKind, HeldDay, Measure, Text
from core.statistics.summary import Summary
from plugins.kvinnenettverk.compare import compare
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.words import lazy_gettext


def measures(settings: NetworkSettings) -> Sequence[Measure]:
    """How many there were of each format, and their means."""

    def measure(key: str, title: Text, format_: str, what: Callable[[Summary], object]) -> Measure:
        def source(days: Sequence[HeldDay]) -> float | None:
            value = what(getattr(compare(days, settings.evening), format_))
            return None if value is None else round(value, 1)  # type: ignore[call-overload]

        return Measure(key, title, CountKind.VISIT, "", source)

    n, mean = attrgetter("n"), attrgetter("mean")
    return (
        measure("evenings", lazy_gettext("Evenings"), "evening", n),
        measure("evening_mean", lazy_gettext("Visits on a mean evening"), "evening", mean),
        measure("daytimes", lazy_gettext("Daytimes"), "daytime", n),
        measure("daytime_mean", lazy_gettext("Visits on a mean daytime"), "daytime", mean),
    )
