"""What the family centre asks of those who book the white house."""

from collections.abc import Sequence

from core.plugin_api import (
    Approval,
    Buffer,
    Level,
    RequiresFeature,
    RequiresPeople,
    Rule,
    Window,
)
from plugins.rodekors.words import ACTIVITY, lazy_gettext

_HOUSE = ("hvitt-hus",)
_OWN = "oslo-rode-kors"
_SUNDAY = Window(frozenset({6}))

RULES: Sequence[Rule] = (
    Rule(
        "clearing",
        lazy_gettext("Half an hour to clear up after the family centre"),
        Buffer(after=30),
        places=_HOUSE,
        activities=(ACTIVITY,),
    ),
    Rule(
        "kitchen",
        lazy_gettext("The family centre needs a kitchen"),
        RequiresFeature("kjøkken"),
        places=_HOUSE,
        activities=(ACTIVITY,),
    ),
    Rule(
        "sunday",
        lazy_gettext("On Sundays the Red Cross' leader says yes first"),
        Approval(_SUNDAY),
        Level.APPROVE,
        places=_HOUSE,
        except_organisations=(_OWN,),
        approver=_OWN,
    ),
    Rule(
        "on-duty",
        lazy_gettext("At least two volunteers on duty"),
        RequiresPeople(2),
        Level.WARN,
        places=_HOUSE,
        activities=(ACTIVITY,),
    ),
)
