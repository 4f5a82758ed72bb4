"""Formats held against one another, and what the import's pages ask."""

from collections.abc import Sequence
from datetime import date, time

from flask import render_template
from markupsafe import Markup

from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.plugin_api import CountKind, HeldDay, settings_in
from core.schedules.models import Activity, CalendarNote
from core.schedules.notes import notes_in
from core.schedules.partners import activity_of, activity_to_run
from core.statistics.charts import Bar, bar_chart
from core.web.declare import requires
from core.web.filters import number
from core.web.here import access, here, reading
from core.web.importing import add_import, pages_of
from core.web.overview import asked_period
from core.web.plugin_answers import counting_year
from core.web.plugin_kit import plugin_blueprint
from plugins.kvinnenettverk.compare import compare
from plugins.kvinnenettverk.importing import GATHERINGS
from plugins.kvinnenettverk.panels import held
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.wording import finding, table
from plugins.kvinnenettverk.words import HERE, PLUGIN, RUN, domain, gettext, lazy_gettext, ngettext

bp = plugin_blueprint(PLUGIN, __name__, HERE, domain)


@bp.get("/formats")
@requires(Permission.FIGURES_SEE)
def formats() -> str:
    """Evenings against daytimes in a counting year, and every gathering with what else was on."""
    with reading() as session:
        activity = activity_of(session, PLUGIN)
        year = counting_year(session, PLUGIN)
        period = asked_period(session, activity, year, local_date(here().now))
        days = held(session, activity.id, activity.slug, period)
        evening = settings_in(session, PLUGIN, NetworkSettings).evening
        found = compare(days, evening)
        notes = notes_in(session, period)
    return render_template(
        "kvinnenettverk/formats.html",
        activity=activity,
        period=period,
        label=year.label(period),
        earlier=year.previous(period).first.year,
        later=period.last.year if period.last < local_date(here().now) else None,
        days=[(day, day.starts >= evening, _names(notes, day.day)) for day in days],
        finding=finding(found),
        table=table(found),
        svg=_chart(days, evening, finding(found)),
    )


def _chart(days: Sequence[HeldDay], evening: time, title: str) -> Markup:
    """A bar a gathering, by date; evenings are named so, and darker."""
    bars = []
    for day in days:
        short, visits = f"{day.day:%d.%m.}", day.total(CountKind.VISIT)
        name = gettext("%(day)s day", day=short)
        if day.starts >= evening:
            name = gettext("%(day)s eve", day=short)
        bars.append(Bar(name, visits, number(visits)))
    words = gettext("Visits by gathering, with its date and format.")
    return bar_chart("gatherings", title, words, bars)


def _names(notes: Sequence[CalendarNote], day: date) -> list[str]:
    return [note.name for note in notes if note.first <= day <= note.last]


def opened(session: DistrictSession) -> Activity:
    """The network, for those who plan its gatherings. Raises NotFound or Forbidden."""
    return activity_to_run(session, access(), PLUGIN, RUN)


add_import(
    bp,
    pages_of(
        GATHERINGS,
        RUN,
        domain,
        lazy_gettext(
            "The columns dato, start, tema and deltakere, in any order. You see what would be "
            "saved first."
        ),
        lambda n: ngettext("%(num)d gathering", "%(num)d gatherings", n),
        opened,
    ),
)
