"""What somebody can be on an opening day of the family centre.

The district takes part with a person of its own, whom the district's administrator puts on.
"""

from core.plugin_api import AssignmentRole
from plugins.rodekors.words import ACTIVITY, lazy_gettext

ROLES = (
    AssignmentRole("rodekors-duty", lazy_gettext("Volunteer on duty"), ACTIVITY),
    AssignmentRole("rodekors-district", lazy_gettext("The district's own person"), ACTIVITY),
)
