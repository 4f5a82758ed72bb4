"""Steps, and the figures of the two formats with n beside every mean, as people read them."""

from collections.abc import Mapping

from core.plugin_api import PanelTable, Text
from core.statistics.summary import Summary
from core.web.filters import number
from plugins.kvinnenettverk.compare import Formats
from plugins.kvinnenettverk.steps import Step
from plugins.kvinnenettverk.words import gettext, lazy_gettext

STEPS: Mapping[Step, Text] = {
    Step.THEME: lazy_gettext("Choose the theme"),
    Step.TASKS: lazy_gettext("Share the tasks"),
    Step.ROOM: lazy_gettext("Book the room"),
    Step.INVITATION: lazy_gettext("Send the invitation"),
    Step.COUNT: lazy_gettext("Count who comes"),
    Step.REFLECTION: lazy_gettext("Write three lines"),
}


def finding(formats: Formats) -> str:
    """What the figures say."""
    evening, daytime = formats.evening, formats.daytime
    if evening.mean is None or daytime.mean is None:
        return str(gettext("There is only one format to tell of."))
    text: str = gettext(
        "Evenings: %(evening)s visits on average (n = %(evenings)s). "
        "Daytimes: %(daytime)s (n = %(daytimes)s).",
        evening=number(evening.mean, 1),
        evenings=evening.n,
        daytime=number(daytime.mean, 1),
        daytimes=daytime.n,
    )
    return text


def table(formats: Formats) -> PanelTable:
    """Both formats under the same headings."""
    headings = (
        gettext("Format"),
        gettext("Gatherings (n)"),
        gettext("Mean"),
        gettext("Fewest–most"),
        gettext("Standard deviation"),
        gettext("Trend a month"),
    )
    rows = (
        _row(gettext("Evening"), formats.evening),
        _row(gettext("Daytime"), formats.daytime),
    )
    return PanelTable(headings, rows)


def _row(name: str, one: Summary) -> tuple[str | int | None, ...]:
    spread = None if one.fewest is None else f"{one.fewest}–{one.most}"
    sign = "+" if (one.trend or 0) > 0 else ""
    trend = None if one.trend is None else f"{sign}{number(one.trend, 1)}"
    return name, one.n, _decimal(one.mean), spread, _decimal(one.deviation), trend


def _decimal(value: float | None) -> str | None:
    return None if value is None else number(value, 1)
