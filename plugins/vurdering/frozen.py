"""The figures a decision rests on, kept as they were, and what of them a reader is shown."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from core.statistics.gateway import Figure, Reach
from core.statistics.measures import GUARDED
from core.web.panels import ShownPanel


def freeze(
    reach: Reach, figures: Iterable[Figure], panels: Iterable[ShownPanel] = ()
) -> dict[str, Any]:
    """Figures, and the numbers of panels, as they are now, as JSON can keep them.

    What people said is not kept: it has an end of its own. Titles are in the language set.
    """
    return {
        "reach": reach.value,
        "figures": [
            {
                "key": one.measure.key,
                "title": str(one.measure.title),
                "kind": one.measure.kind.value,
                "value": _plain(one.value),
            }
            for one in figures
        ],
        "panels": [_panel(one) for one in panels if one.body and one.permission],
    }


def shown(kept: dict[str, Any], *, office: bool, may: Callable[[str], bool]) -> dict[str, Any]:
    """What a reader sees of it.

    Outside the office nothing that could single somebody out is shown, whatever its size: beside
    today's figures of the same period a difference of one would tell. Panels, which may hold small
    numbers, are the office's alone, and of those whom the plugin lets see them.
    """
    guarded = {kind.value for kind in GUARDED}
    return {
        "reach": kept["reach"],
        "figures": [one for one in kept["figures"] if office or one["kind"] not in guarded],
        "panels": [one for one in kept["panels"] if office and may(one["permission"])],
    }


def _panel(panel: ShownPanel) -> dict[str, Any]:
    figures = panel.body.figures if panel.body else ()
    table = panel.body.table if panel.body else None
    return {
        "title": str(panel.title),
        "permission": panel.permission,
        "figures": [[str(one.label), _plain(one.value)] for one in figures],
        "headings": [str(one) for one in table.headings] if table else [],
        "rows": [[_plain(cell) for cell in row] for row in table.rows] if table else [],
    }


def _plain(value: object) -> int | float | str | None:
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, int | float) else str(value)
