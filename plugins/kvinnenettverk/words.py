"""The plugin's translations and names, which everything else of it uses."""

from pathlib import Path

from core.schedules.models import ActivityKind
from core.schedules.partners import Partner
from core.schedules.tags import Tag
from core.web.plugin_kit import plugin_domain

HERE = Path(__file__).parent
domain = plugin_domain(HERE)
gettext, ngettext, lazy_gettext = domain.gettext, domain.ngettext, domain.lazy_gettext

PLUGIN = "kvinnenettverk"
RUN = "kvinnenettverk:network:run"
GROUP = "kvinnenettverk:group:see"
ACTIVITY = "kvinnenettverk"
PARTNER = Partner(
    plugin=PLUGIN,
    organisation="bydel-stovner",
    organisation_name="Bydel Stovner",
    activity=ACTIVITY,
    activity_name="Kvinnenettverket",
    kind=ActivityKind.SERIES,
    own=True,
    tags=frozenset({Tag.WOMEN_ONLY.value}),
)
