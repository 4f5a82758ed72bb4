"""Formats held against one another, and what the import's pages ask."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from flask import render_template
from markupsafe import Markup

from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.counts.batches import batches_of, undo_batch
from core.counts.models import CountBatch
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
from core.web.overview import asked_period
from core.web.plugin_answers import counting_year, settings_of
from core.web.plugin_kit import plugin_blueprint
from plugins.kvinnenettverk import importing
from plugins.kvinnenettverk.access import opened
from plugins.kvinnenettverk.compare import compare
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
    bars = [
        Bar(
            _label(day, evening),
            day.total(CountKind.VISIT),
            number(day.total(CountKind.VISIT)),
        )
        for day in days
    ]
    words = gettext("Visits by gathering, with its date and format.")
    return bar_chart("gatherings", title, words, bars)


def _label(day: HeldDay, evening: time) -> str:
    short = f"{day.day:%d.%m.}"
    if day.starts >= evening:
        return str(gettext("%(day)s eve", day=short))
    return str(gettext("%(day)s day", day=short))


def _names(notes: Sequence[CalendarNote], day: date) -> list[str]:
    return [note.name for note in notes if note.first <= day <= note.last]


def _open(session: DistrictSession) -> Activity:
    activity = opened(session, access())
    access().require(RUN, activity.organisation_id)
    return activity


def _look(
    session: DistrictSession, activity: Activity, content: importing.File, _lines: Collection[int]
) -> importing.Look:
    return importing.look(session, activity.id, content, settings(session))


def _save(
    session: DistrictSession, activity: Activity, name: str, look: importing.Look, now: datetime
) -> int:
    batch = importing.save(session, access(), activity, name, look, now)
    return len(batch.before) if batch else 0


def _batches(session: DistrictSession, activity_id: int) -> Sequence[tuple[CountBatch, int]]:
    return [(one, len(one.before)) for one in batches_of(session, activity_id)]


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
        open=_open,
        read=importing.read,
        look=_look,
        save=_save,
        batches=_batches,
        undo=_undo,
        more={},
    ),
)
