"""The plugin's translations and names, which everything else of it uses."""

from collections.abc import Mapping
from pathlib import Path

from core.schedules.models import ActivityKind
from core.schedules.partners import Partner
from core.text import Text
from core.web.plugin_kit import plugin_domain

HERE = Path(__file__).parent
domain = plugin_domain(HERE)
gettext, ngettext, lazy_gettext = domain.gettext, domain.ngettext, domain.lazy_gettext

NAME = "bymisjon"
RUN = "bymisjon:stand:run"
ACTIVITY, ACTIVITY_NAME = "familiedag", "Familiedag på Bydelstorget"
ORGANISATION = "kirkens-bymisjon"
PARTNER = Partner(
    NAME, ORGANISATION, "Kirkens Bymisjon", ACTIVITY, ACTIVITY_NAME, ActivityKind.SERIES
)
PLACE = "bydelstorget"

CONTACT, FLYER, STAND = "bymisjon-contact", "bymisjon-flyer", "bymisjon-stand"
THING = "bymisjon-thing"
"""What is tallied: of weeks, people reached, flyers and whether there was a stand; and things."""

LEISURE_CONTACT, VOLUNTEER_CENTRE = "bymisjon-fritidskontakt", "bymisjon-frivilligsentral"
ROLES: Mapping[str, Text] = {
    LEISURE_CONTACT: lazy_gettext("Leisure contact"),
    VOLUNTEER_CENTRE: lazy_gettext("Volunteer centre or Kirkens Bymisjon"),
}
