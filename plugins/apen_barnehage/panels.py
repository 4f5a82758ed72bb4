"""Beside the figures: each place by itself, and how far the slips reached."""

from collections.abc import Sequence

from core.counts.categories import categories
from core.counts.days import days_between
from core.counts.figures import held_days
from core.plugin_api import CountKind, HeldDay, Panel, PanelBody, PanelContext, PanelTable
from core.statistics.basics import category_sum, mean_visits
from core.statistics.gateway import grouped
from plugins.apen_barnehage import slips
from plugins.apen_barnehage.statistics import CATEGORIES
from plugins.apen_barnehage.words import ACTIVITY, gettext, lazy_gettext, month_words


def by_place(context: PanelContext) -> PanelBody | None:
    """Gatherings, visits and mean of each place; none while there is one place only.

    A room's days are the house's that gives the slips, as where the slips are told.
    """
    session, activity_id = context.session, context.activity_id
    days = days_between(session, context.period, [activity_id])
    held = held_days(days, categories(CATEGORIES), context.activity)
    places = slips.places_of(session, activity_id)
    slips_at = slips.given_at(session, activity_id, context.period)
    at = grouped(held, lambda day: places.of(day.place_id, slips_at))
    if len(at) < 2:
        return None
    rows = tuple(
        _place_row(places.names.get(place, gettext("No place")), days) for place, days in at.items()
    )
    return PanelBody(
        table=PanelTable(
            (
                lazy_gettext("Place"),
                lazy_gettext("Gatherings"),
                lazy_gettext("Adults"),
                lazy_gettext("Babies"),
                lazy_gettext("Mean of visits"),
            ),
            rows,
        )
    )


def by_month(context: PanelContext) -> PanelBody | None:
    """Printed, given and came, month by month. Outside the office few are not told."""
    session = context.session
    found = slips.months(session, context.activity_id, context.period)
    if not found or not context.office:
        return None
    rows = tuple(
        (
            month_words(one.month),
            one.place,
            one.printed,
            one.given,
            one.came,
        )
        for one in found
    )
    headings = (
        lazy_gettext("Month"),
        lazy_gettext("Place"),
        lazy_gettext("Printed"),
        lazy_gettext("Given out"),
        lazy_gettext("Came with one"),
    )
    return PanelBody(table=PanelTable(headings, rows))


def _place_row(name: str, days: Sequence[HeldDay]) -> tuple[str | int | float | None, ...]:
    return (
        name,
        len(days),
        category_sum(CountKind.VISIT, "adult", days),
        category_sum(CountKind.VISIT, "child", days),
        mean_visits(days),
    )


PLACES = Panel(
    "places",
    lazy_gettext("Place by place"),
    "statistics:figures:see",
    by_place,
    activity=ACTIVITY,
)
SLIPS = Panel(
    "slips",
    lazy_gettext("Slips from the health station"),
    "statistics:figures:see",
    by_month,
    activity=ACTIVITY,
)
