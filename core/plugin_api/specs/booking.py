"""What a plugin asks of those who book the places it uses."""

from collections.abc import Sequence
from typing import Any

from core.bookings.vocabulary import Rule
from core.plugin_api.markers import hookspec
from core.plugin_api.types import DistrictRef


@hookspec
def booking_rules(district: DistrictRef, settings: Any) -> Sequence[Rule]:
    """Rules for booking, as data, or functions of a request and of what was known of it.

    Scope: enabled. Policy: strict: when it fails or takes over a second, the places its last good
    rules named cannot be booked, and nothing else is held up. Asked once a request. `settings` is
    an instance of the plugin's own schema, with what is kept here; None without a schema.

    Example:
    `return [Rule("cleaning", _("Cleaning"), Buffer(after=30), places=("hvitt-hus",))]`
    """
    raise NotImplementedError
