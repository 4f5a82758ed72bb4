"""Formats held against one another, and what the import's pages ask."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from flask import render_template
from markupsafe import Markup

from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.counts import day_files
from core.counts.batches import batches_of, undo_batch
from core.db.tenancy import DistrictSession
from core.plugin_api import CountKind, HeldDay
from core.schedules.models import Activity, CalendarNote
from core.schedules.notes import notes_in
from core.schedules.partners import activity_of
from core.statistics.charts import Bar, bar_chart
from core.web.declare import requires
from core.web.filters import number
from core.web.here import access, here, reading
from core.web.importing import Import, add_import
from core.web.languages import translated
from core.web.overview import asked_period
from core.web.plugin_answers import counting_year, settings_of
from core.web.plugin_kit import plugin_blueprint
from plugins.kvinnenettverk.compare import compare
from plugins.kvinnenettverk.importing import look
from plugins.kvinnenettverk.panels import held
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.wording import finding, table
from plugins.kvinnenettverk.words import HERE, PLUGIN, RUN, domain, gettext, lazy_gettext, ngettext

bp = plugin_blueprint(PLUGIN, __name__, HERE, domain)


def settings(session: DistrictSession) -> NetworkSettings:
    """What is set for the network here."""
    found = settings_of(session, PLUGIN)
    assert isinstance(found, NetworkSettings)  # noqa: S101 (it is our own schema)
    return found


@bp.get("/formats")
@requires(Permission.FIGURES_SEE)
def formats() -> str:
    """Evenings against daytimes in a counting year, and every gathering with what else was on."""
    with reading() as session:
        activity = activity_of(session, PLUGIN)
        year = counting_year(session, PLUGIN)
        period = asked_period(session, activity, year, local_date(here().now))
        days = held(session, activity.id, activity.slug, period)
        evening = settings(session).evening
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
    activity = activity_of(session, PLUGIN)
    access().require(RUN, activity.organisation_id)
    return activity


def _own(message: str) -> str:
    """A line's message, which is the plugin's or core's."""
    own: str = gettext(message)
    return own if own != message else translated(message, {})


def _look(
    session: DistrictSession, activity: Activity, content: day_files.File, _lines: Collection[int]
) -> day_files.Look:
    return look(session, activity.id, content, settings(session))


def _undo(session: DistrictSession, _activity: Activity, batch: int, now: datetime) -> None:
    undo_batch(session, access(), batch, now)


add_import(
    bp,
    Import(
        plugin=PLUGIN,
        permission=RUN,
        domain=domain,
        lead=lazy_gettext(
            "The columns dato, start, tema and deltakere, in any order. You see what would be "
            "saved first."
        ),
        said=lambda n: ngettext("%(num)d gathering", "%(num)d gatherings", n),
        open=opened,
        read=day_files.read,
        look=_look,
        save=lambda at, activity, name, found, now: day_files.save(
            at, access(), activity, name, found, now
        ),
        batches=lambda at, of: [(one, len(one.before)) for one in batches_of(at, of)],
        undo=_undo,
        more={"own": _own},
    ),
)
