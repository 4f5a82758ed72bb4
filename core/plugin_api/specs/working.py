"""What a plugin does by itself, without anybody asking."""

from collections.abc import Sequence

from core.plugin_api.markers import hookspec
from core.plugin_api.types import DistrictRef, PluginJob


@hookspec
def jobs(district: DistrictRef) -> Sequence[PluginJob]:
    """What the plugin does once a minute, as writing letters that are due.

    Scope: enabled. Policy: lenient, for the answer and for each `run`: one that fails is logged,
    and the others go on. Asked once a minute.

    Example: `return [PluginJob("letters", service.write_letters)]`
    """
    raise NotImplementedError
