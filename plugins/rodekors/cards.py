"""The home page's card: this week against last, to the same weekday."""

from datetime import timedelta

from sqlalchemy import select

from core.calendar.counting_year import Period, iso_week
from core.calendar.zones import local_date
from core.counts.categories import categories
from core.counts.days import days_between
from core.counts.figures import held_days, within
from core.plugin_api import Card, CardBody, CardContext, CardFigure, Link
from core.schedules.models import Activity
from core.statistics.basics import visits
from plugins.rodekors.words import lazy_gettext

_WEEK = timedelta(days=7)


def week_card() -> Card:
    """The card; it runs for whoever may see figures."""
    title = lazy_gettext("The family centre this week")
    return Card("week", title, "statistics:figures:see", _load)


def _load(context: CardContext) -> CardBody:
    today = local_date(context.now)
    now = Period(iso_week(today).first, today)
    before = Period(now.first - _WEEK, now.last - _WEEK)
    own = context.session.scalars(select(Activity.id).where(Activity.plugin == "rodekors"))
    days = days_between(context.session, Period(before.first, now.last), list(own))
    held = held_days(days, categories(), "")
    return CardBody(
        figures=(
            CardFigure(lazy_gettext("Visits this week"), visits(within(held, now))),
            CardFigure(lazy_gettext("Last week to the same day"), visits(within(held, before))),
        ),
        link=Link("rodekors.centre", lazy_gettext("See the figures")),
    )
