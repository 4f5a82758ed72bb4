"""The plugin's translations and names, which everything else of it uses."""

from pathlib import Path

from core.schedules.models import ActivityKind
from core.schedules.partners import Partner
from core.web.plugin_kit import plugin_domain

HERE = Path(__file__).parent
domain = plugin_domain(HERE)
gettext, ngettext, lazy_gettext = domain.gettext, domain.ngettext, domain.lazy_gettext

PLUGIN = "rodekors"
IMPORT = "rodekors:visits:import"
ACTIVITY = "familiesenter"
ORGANISATION = "oslo-rode-kors"
PARTNER = Partner(
    plugin=PLUGIN,
    organisation=ORGANISATION,
    organisation_name="Oslo Røde Kors",
    activity=ACTIVITY,
    activity_name="Familiesenteret",
    kind=ActivityKind.DROP_IN,
)
