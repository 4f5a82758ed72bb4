"""The weekly log: one line on a phone, the week's history, the figures, and the import."""

from datetime import date

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from core.accounts.roles import ROLE_TITLES, Permission
from core.calendar.counting_year import CountingYear, Period
from core.calendar.weeks import Week
from core.calendar.zones import local_date
from core.counts.history import who_entered
from core.db.tenancy import DistrictSession
from core.problems import NotFound
from core.schedules.days import may_run
from core.schedules.models import Activity
from core.schedules.partners import activity_of, activity_to_run
from core.tallies import service as tallies
from core.web.declare import requires
from core.web.downloads import add_downloads
from core.web.forms import sent_uuid
from core.web.here import access, actor, here, reading
from core.web.importing import add_import, pages_of
from core.web.overview import asked_period
from core.web.plugin_kit import Answer, plugin_blueprint, press_of, pressed, saved_or_again
from core.web.weeks import asked_iso_week
from plugins.bymisjon import log as service
from plugins.bymisjon import words
from plugins.bymisjon.figures import Figures, figures, rows_of, week_chart
from plugins.bymisjon.forms import CorrectForm, LogForm
from plugins.bymisjon.importing import LOG
from plugins.bymisjon.words import CONTACT, FLYER, gettext, lazy_gettext, ngettext

bp = plugin_blueprint(words.NAME, __name__, words.HERE, words.domain)
_YEAR = CountingYear(1, 1)


@bp.get("/")
@requires(words.RUN)
def log() -> str:
    """The week's line to fill in; this week unless another is asked for."""
    return _page()


@bp.post("/")
@requires(words.RUN)
def save() -> Answer:
    """Add a line to the week."""
    form, week = LogForm(), _asked()

    def act(session: DistrictSession) -> None:
        numbers = form.contacts.data, form.flyers.data
        typed = service.Typed(week, *numbers, form.note.data, form.stand.data)
        service.log(session, press_of(form), to_run(session), typed)

    to, said = _address(week), gettext("It is saved in week %(week)s.", week=week.number)
    return saved_or_again(form, words.domain, act, lambda: _page(form), said=said, to=to)


@bp.post("/correct")
@requires(words.RUN)
def correct() -> Answer:
    """Make the week's numbers what was typed; the history keeps why."""
    form, week = CorrectForm(), _asked()

    def act(session: DistrictSession) -> None:
        typed, seen = (
            service.Typed(week, one.get("contacts"), one.get("flyers"))
            for one in (form.changed(), form.shown())
        )
        why = form.reason.data or ""
        service.correct(session, press_of(form), to_run(session), typed, seen, why)

    to, said = _address(week), gettext("Week %(week)s is corrected.", week=week.number)
    return saved_or_again(form, words.domain, act, lambda: _page(fix=form), said=said, to=to)


@bp.post("/undo")
@requires(words.RUN)
def undo() -> Response:
    """Take back what one form saved."""
    press, who, now = sent_uuid("undo"), actor().reference, here().now
    return pressed(
        words.domain,
        lambda session: tallies.undo(session, who, to_run(session).id, press, now),
        said=gettext("It is taken back."),
        to=_address(_asked()),
    )


@bp.get("/figures")
@requires(Permission.FIGURES_SEE)
def show_figures() -> str:
    """People reached a week and a stand, flyers, and the offers shown most, for any period."""
    with reading() as session:
        activity, found = _figures(session)
        return render_template(
            "bymisjon/figures.html",
            activity=activity,
            figures=found,
            chart=week_chart(found) if found.weeks else None,
            runs=may_run(session, access(), words.RUN, activity),
            sources=[
                one.label for one in tallies.batches_of(session, activity.id) if not one.undone_at
            ],
        )


def to_run(session: DistrictSession) -> Activity:
    """The family day, for somebody who may run its stand. Raises NotFound or Forbidden."""
    return activity_to_run(session, access(), words.NAME, words.RUN)


def _page(form: LogForm | None = None, fix: CorrectForm | None = None) -> str:
    week, fix = _asked(), fix or CorrectForm(formdata=None)
    with reading() as session:
        activity = to_run(session)
        span = week.key, week.key
        changes = tallies.history(session, activity.id, service.KEYS, span)
        found = service.week_of(session, activity.id, week)
        logged = found.logged
        fix.show({"contacts": logged.get(CONTACT, 0), "flyers": logged.get(FLYER, 0)})
        return render_template(
            "bymisjon/log.html",
            activity=activity,
            week=week,
            now=Week.of(local_date(here().now)),
            found=found,
            changes=changes,
            who=who_entered(session, access(), {one.actor for one in changes}),
            role_titles=ROLE_TITLES,
            form=form or LogForm(formdata=None),
            fix=fix,
        )


def _asked() -> Week:
    """The week of the address; this week without one. Raises NotFound for one there is not."""
    week = asked_iso_week()
    if week > Week.of(local_date(here().now)):
        raise NotFound
    return week


def _address(week: Week) -> str:
    return url_for("bymisjon.log", week=week.key)


def _table() -> tuple[list[list[str | int | None]], str]:
    """The period's weeks, as seen."""
    with reading() as session:
        activity, found = _figures(session)
        first, last = found.period.first.isoformat(), found.period.last.isoformat()
        return rows_of(found), f"{activity.slug}-{first}-{last}"


def _figures(session: DistrictSession) -> tuple[Activity, Figures]:
    """For the period of the address, or the year of the latest week that was entered."""
    activity, today = activity_of(session, words.NAME), local_date(here().now)
    ever = Period(date(2000, 1, 1), today)
    if request.args.keys() & {"from", "to", "year"}:
        period = asked_period(session, activity, _YEAR, today)
    else:
        weeks = service.weeks_in(session, activity.id, ever)
        latest = next((one.week.year for one in reversed(weeks) if one.entered), today.year)
        period = _YEAR.starting(latest)
    return activity, figures(session, activity.id, period, here().now)


add_downloads(bp, "/figures", Permission.FIGURES_SEE, _table)
add_import(
    bp,
    pages_of(
        LOG,
        words.RUN,
        words.domain,
        lazy_gettext(
            "As you have kept it: the columns år, uke and kontakter, and utdelt_flyers and "
            "merknad where you have them. You see what would be saved first."
        ),
        lambda n: ngettext("%(num)d week", "%(num)d weeks", n),
        to_run,
    ),
)
