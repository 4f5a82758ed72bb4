"""What a plugin puts in sight in a district, by the names people see; for its switch."""

from dataclasses import dataclass

from core.plugin_api import PluginHost
from core.text import Text
from core.web.here import district, platform


@dataclass(frozen=True)
class Parts:
    """Labels and titles. A hook that fails adds nothing here; the fault is shown elsewhere."""

    pages: list[Text]
    cards: list[Text]
    figures: list[Text]
    categories: list[Text]


def parts(plugin: str) -> Parts:
    """Ask the plugin as if it were on here, which it need not be."""
    host: PluginHost = platform().host
    here, alone = district(), {plugin}
    return Parts(
        [item.label for one in host.call_enabled("menu", here, alone) for item in one.value],
        [
            card.title
            for one in host.call_enabled("dashboard_cards", here, alone)
            for card in one.value
        ],
        [
            measure.title
            for one in host.call_enabled("statistics", here, alone)
            for measure in one.value
        ],
        [
            category.label
            for one in host.call_enabled("count_categories", here, alone)
            for category in one.value
        ],
    )
