"""Offers whose time for a decision has come, and their card on the home page."""

from collections.abc import Sequence
from datetime import date

from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.plugin_api import Card, CardBody, CardContext, CardFigure, Link
from core.schedules.models import Activity
from core.schedules.ownership import SOON
from core.schedules.service import activities
from core.web.filters import short_date
from plugins.vurdering.decisions import may_decide
from plugins.vurdering.words import MAKE, lazy_gettext

_MOST = 5


def due(offers: Sequence[Activity], today: date) -> list[Activity]:
    """Offers whose review is past or within 30 days of a local date, the earliest first."""
    found = [one for one in offers if one.review_on and one.review_on <= today + SOON]
    return sorted(found, key=lambda one: one.review_on or today)


def due_card() -> Card:
    """The card; it runs for whoever may decide."""
    return Card("due", lazy_gettext("Offers to decide about"), MAKE, _load)


def _load(context: CardContext) -> CardBody:
    session = context.session
    assert isinstance(session, DistrictSession)  # noqa: S101 (core gives no other)
    waiting = [
        one
        for one in due(activities(session), local_date(context.now))
        if may_decide(session, context.access, one)
    ]
    return CardBody(
        lines=() if waiting else (lazy_gettext("No offer waits for you in the next 30 days."),),
        figures=tuple(
            CardFigure(one.name, short_date(one.review_on or local_date(context.now)))
            for one in waiting[:_MOST]
        ),
        link=Link("vurdering.index", lazy_gettext("Evaluate and decide")),
    )
