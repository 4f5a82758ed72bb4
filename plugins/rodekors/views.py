"""The centre's page, and what the import's pages ask."""

from flask import render_template

from core.accounts.roles import Permission
from core.counts.batches import batches_of
from core.counts.days import days_between
from core.schedules.partners import activity_of
from core.web.declare import requires
from core.web.here import here, reading
from core.web.importing import add_import, pages_of
from core.web.overview import overview
from core.web.plugin_kit import plugin_blueprint
from plugins.rodekors.importing import VISITS
from plugins.rodekors.words import HERE, IMPORT, PLUGIN, domain, lazy_gettext, ngettext

bp = plugin_blueprint(PLUGIN, __name__, HERE, domain)


@bp.get("/")
@requires(Permission.FIGURES_SEE)
def centre() -> str:
    """The family centre's figures, from the latest counting year that has counts."""
    with reading() as session:
        activity = activity_of(session, PLUGIN)
        shown = overview(session, activity)
        missing = [
            day
            for day in days_between(session, shown.days.period, [activity.id])
            if day.not_entered(here().now)
        ]
        sources = [one.label for one in batches_of(session, activity.id) if not one.undone_at]
        return render_template(
            "rodekors/centre.html", overview=shown, missing=missing, sources=sources
        )


add_import(
    bp,
    pages_of(
        VISITS,
        IMPORT,
        domain,
        lazy_gettext(
            "As you have kept it: the columns dato, voksne and barn, in any order. Titles and "
            "sums are passed over. You see what would be saved first."
        ),
        lambda n: ngettext("%(num)d day", "%(num)d days", n),
    ),
)
