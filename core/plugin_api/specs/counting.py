"""What a plugin counts, and the figures it makes of the counts."""

from collections.abc import Sequence
from typing import Any

from core.plugin_api.markers import hookspec
from core.plugin_api.types import CountCategory, DistrictRef
from core.statistics.measures import Measure


@hookspec
def count_categories(district: DistrictRef) -> Sequence[CountCategory]:
    """What is counted at the plugin's activities besides core's adults, children and newcomers.

    Scope: enabled. Policy: lenient: when it fails, core's own categories can still be counted.
    Asked once a request.

    Example: `return [CountCategory("prams", CountKind.MATERIAL, _("Prams"), activity="babytreff")]`
    """
    raise NotImplementedError


@hookspec
def statistics(district: DistrictRef, settings: Any) -> Sequence[Measure]:
    """The plugin's figures, each a pure function of the days that were held.

    Scope: enabled. Policy: lenient. Asked once a request; core's gateway reads the days, runs
    each source, and suppresses what could single somebody out. `settings` is as for booking rules.

    Example: `return [Measure("opening_days", _("Opening days"), CountKind.VISIT, "", len)]`
    """
    raise NotImplementedError
