"""What a plugin shows: its own pages, its part of the menu, and cards on the home page."""

from collections.abc import Sequence

from flask import Blueprint

from core.plugin_api.markers import hookspec
from core.plugin_api.types import Card, DistrictRef, MenuItem, Panel, PublicLink


@hookspec
def blueprints() -> Sequence[Blueprint]:
    """The plugin's pages. Core mounts each at `/<district>/<plugin>/`.

    Scope: installed. Policy: strict. Asked once, at start; where the plugin is off, core's gate
    answers 404. A blueprint is named as the plugin, or begins with `<plugin>_`.

    Example: `return [views.blueprint]`
    """
    raise NotImplementedError


@hookspec
def menu(district: DistrictRef) -> Sequence[MenuItem]:
    """Pages listed under the plugin's activities, to those who have each one's permission.

    Scope: enabled. Policy: lenient. Asked once a request.

    Example: `return [MenuItem("sample.index", _("Figures"), "sample:visits:see", "babytreff")]`
    """
    raise NotImplementedError


@hookspec
def dashboard_cards(district: DistrictRef) -> Sequence[Card]:
    """Cards on the home page. `load` is called afterwards, only for those who may see the card.

    Scope: enabled. Policy: lenient, for the answer and for each `load`, which runs in a savepoint.
    Asked once for a home page.

    Example: `return [Card("today", _("Today"), "sample:visits:see", service.today_card)]`
    """
    raise NotImplementedError


@hookspec
def panels(district: DistrictRef) -> Sequence[Panel]:
    """What stands beside an activity's figures, on core's page and wherever it is decided about.

    Scope: enabled. Policy: lenient, for the answer and for each `load`, which runs in a savepoint.
    Asked once for a page.

    Example: `return [Panel("prams", _("Prams"), "sample:visits:see", service.prams_panel)]`
    """
    raise NotImplementedError


@hookspec
def public_links(district: DistrictRef) -> Sequence[PublicLink]:
    """Pages of the plugin that a resident finds on an activity's public page.

    Scope: enabled. Policy: lenient. Asked once for a page.

    Example: `return [PublicLink("sample.say", _("Say what you think"))]`
    """
    raise NotImplementedError
