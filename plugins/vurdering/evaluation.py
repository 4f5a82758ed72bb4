"""Everything an offer is evaluated by, put together for its page, for print and for a decision."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import force_locale
from sqlalchemy import select

from core.bookings.uses import of_activity
from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.days import last_counted_day
from core.counts.figures import attendance, held_of
from core.db.tenancy import DistrictSession
from core.languages import NORWEGIAN
from core.schedules.models import Activity
from core.schedules.service import activities, coming_days
from core.web.here import access, here
from core.web.overview import Overview, overview
from core.web.panels import ShownPanel, panels_of
from core.web.plugin_answers import counted_categories
from plugins.vurdering.decisions import Ground, decisions_of, last_decisions, may_decide
from plugins.vurdering.frozen import freeze
from plugins.vurdering.models import Outcome
from plugins.vurdering.others import others
from plugins.vurdering.similar import Gone, Said, asked_again
from plugins.vurdering.stories import story_of
from plugins.vurdering.words import ngettext


def span_of(period: Period) -> dict[str, Any]:
    """A period as addresses have it: first and last date, both inclusive."""
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def chosen(session: DistrictSession, activity: Activity) -> Overview:
    """The period in the address, what was counted since the last decision, or the latest year."""
    made = decisions_of(session, activity.id)
    if not made or request.args.keys() & {"from", "to", "year"}:
        return overview(session, activity)
    today, decided = local_date(here().now), local_date(made[-1].decided_at)
    counted = last_counted_day(session, activity.id)
    is_new = counted is not None and decided < counted <= today
    return overview(
        session, activity, Period(decided + timedelta(days=1), today) if is_new else None
    )


def ground(session: DistrictSession, activity: Activity, shown: Overview) -> Ground:
    """What a decision would rest on: these figures as they are now, in Norwegian for everybody."""
    figures, period = [*shown.figures.values(), *shown.added], shown.days.period
    with force_locale(NORWEGIAN.code):
        return Ground(period, freeze(shown.reach, figures, panels_of(session, activity, period)))


def ahead(session: DistrictSession, activity: Activity) -> list[str]:
    """What lies ahead of an offer, in words: how many coming days, and each booking."""
    days = coming_days(session, activity.id, here().now)
    booked = of_activity(session, activity.id, here().now)
    coming = [ngettext("%(num)d coming day", "%(num)d coming days", days)] if days else []
    return [*coming, *(str(use.text) for use in booked if use.current)]


def evaluation(session: DistrictSession, activity: Activity) -> dict[str, Any]:
    """What the templates show, by their names for it. `decides`: the reader may decide here."""
    shown, known = chosen(session, activity), counted_categories()
    period = shown.days.period
    before = period.year_before(local_date(here().now))
    earlier = held_of(session, [activity], before, known)[activity.id]
    panels = panels_of(session, activity, period)
    gone = [one for one in stopped(session) if one[0] is not activity]
    made = decisions_of(session, activity.id)
    return {
        "activity": activity,
        "overview": shown,
        "span": span_of(period),
        "stretches": [attendance(period, shown.days.held), attendance(before, earlier)],
        "panels": panels,
        "others": others(session, activity, period, known),
        "again": asked_again(gone, _quotes(panels, activity)),
        "story": story_of(session, activity.id, period),
        "last": made[-1] if made else None,
        "decides": may_decide(session, access(), activity),
    }


def stopped(session: DistrictSession) -> list[Gone]:
    """Offers whose last decision stopped them; the latest first."""
    named = {row.id: row for row in session.scalars(select(Activity))}
    made = [row for row in last_decisions(session).values() if row.outcome == Outcome.STOP]
    made.sort(key=lambda row: row.decided_at, reverse=True)
    return [(named[row.activity_id], row) for row in made]


def said(session: DistrictSession) -> list[Said]:
    """What people said in the last year at every offer in use, as far as it is released."""
    today = local_date(here().now)
    period = Period(today - timedelta(days=365), today)
    return [
        one
        for offer in activities(session)
        for one in _quotes(panels_of(session, offer, period), offer)
    ]


def _quotes(panels: Sequence[ShownPanel], offer: Activity) -> list[Said]:
    return [(one, offer.name) for it in panels if it.body for one in it.body.quotes]
