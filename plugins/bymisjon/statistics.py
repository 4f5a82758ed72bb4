"""What is counted at a stand, beside visits, and the panel with the log's key figures."""

from core.plugin_api import (
    CardFigure,
    CountCategory,
    CountKind,
    Link,
    Panel,
    PanelBody,
    PanelContext,
)
from plugins.bymisjon.figures import figures
from plugins.bymisjon.words import ACTIVITY, CONTACT, FLYER, lazy_gettext

CATEGORIES = (
    CountCategory(
        CONTACT, CountKind.CONTACT, lazy_gettext("People reached"), activity=ACTIVITY, order=10
    ),
    CountCategory(
        FLYER, CountKind.MATERIAL, lazy_gettext("Flyers handed out"), activity=ACTIVITY, order=20
    ),
)


def _log(context: PanelContext) -> PanelBody | None:
    """The log's figures, beside the activity's own."""
    found = figures(context.session, context.activity_id, context.period, context.now)
    if not found.weeks:
        return None
    with_day, without = found.with_stand, found.without_stand
    return PanelBody(
        lines=(lazy_gettext("People reached and flyers are not visits, and not added to them."),),
        figures=(
            CardFigure(lazy_gettext("People reached"), found.contacts, "contacts"),
            CardFigure(lazy_gettext("Flyers handed out"), found.flyers, "flyers"),
            CardFigure(lazy_gettext("Weeks with numbers"), len(found.weeks), "weeks"),
            CardFigure(
                lazy_gettext("Per week with family day (n = %(n)s)", n=with_day.n),
                "–" if with_day.value is None else with_day.value,
                "contacts_per_week_with_family_day",
            ),
            CardFigure(
                lazy_gettext("Per week without (n = %(n)s)", n=without.n),
                "–" if without.value is None else without.value,
                "contacts_per_week_without",
            ),
        ),
        link=Link("bymisjon.show_figures", lazy_gettext("See the log's figures")),
    )


LOG = Panel("log", lazy_gettext("The weekly log"), "statistics:figures:see", _log, ACTIVITY)
