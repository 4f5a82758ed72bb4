"""What stands beside the activity's figures, and wherever it is decided about."""

from core.calendar.counting_year import Period
from core.counts.categories import categories
from core.counts.days import days_between
from core.counts.figures import held_days
from core.db.tenancy import DistrictSession
from core.plugin_api import HeldDay, Link, Panel, PanelBody, PanelContext
from plugins.kvinnenettverk.compare import compare
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.wording import finding, table
from plugins.kvinnenettverk.words import ACTIVITY, lazy_gettext


def panel() -> Panel:
    """Evenings against daytimes."""
    title = lazy_gettext("Evening or daytime")
    return Panel("formats", title, "statistics:figures:see", _formats, ACTIVITY)


def held(session: DistrictSession, activity_id: int, slug: str, period: Period) -> list[HeldDay]:
    """The gatherings that were held and counted in the period of local dates."""
    return held_days(days_between(session, period, [activity_id]), categories(), slug)


def _formats(context: PanelContext) -> PanelBody | None:
    assert isinstance(context.settings, NetworkSettings)  # noqa: S101 (it is our own schema)
    days = held(context.session, context.activity_id, context.activity, context.period)
    formats = compare(days, context.settings.evening)
    if not formats.evening.n or not formats.daytime.n:
        return None
    link = Link("kvinnenettverk.formats", lazy_gettext("See every gathering"))
    return PanelBody((finding(formats),), table=table(formats), link=link)
