"""The list, for the two who are responsible for an offer, and nobody else."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from core.db.tenancy import DistrictSession
from core.web.declare import requires
from core.web.filters import clock
from core.web.filters import day as day_words
from core.web.forms import sent_id
from core.web.here import writing
from core.web.plugin_kit import acting, carried_out, plugin_blueprint
from plugins.paaminnelse import reminders
from plugins.paaminnelse.forms import ReminderForm
from plugins.paaminnelse.views_public import link_of
from plugins.paaminnelse.words import HERE, NAME, SEE, domain, gettext

bp = plugin_blueprint(NAME, __name__, HERE, domain)
Answer = str | Response | tuple[str, int]


@bp.get("/for/<activity>")
@requires(SEE)
def listed(activity: str) -> str:
    """Who is to be reminded; others are told whose list it is."""
    return _page(activity, None)


@bp.post("/for/<activity>/add")
@requires(SEE)
def add(activity: str) -> Answer:
    """Type it in for somebody."""
    form = ReminderForm()

    def act(session: DistrictSession) -> None:
        by = acting(session, activity)
        reminders.require_holder(by.access, by.activity)
        day, email = form.day.data or 0, form.email.data or ""
        reminders.ask(session, by.activity, day, email, link_of, by.now)
        reminders.log(by, "add")

    if carried_out(form, domain, act):
        flash(gettext("The reminder is saved."), "success")
        return _back(activity)
    return _page(activity, form), 422


@bp.post("/for/<activity>/remove")
@requires(SEE)
def remove(activity: str) -> Response:
    """Take somebody off the list."""
    with writing() as session:
        reminders.remove(acting(session, activity), sent_id("row"))
    flash(gettext("The reminder is taken away."), "success")
    return _back(activity)


def _back(activity: str) -> Response:
    return redirect(url_for("paaminnelse.listed", activity=activity), 303)


def _page(slug: str, filled: ReminderForm | None) -> str:
    form = filled or ReminderForm(formdata=None)
    with writing() as session:  # a look is logged
        by = acting(session, slug)
        mine = reminders.holds(by.access, by.activity)
        found = reminders.look(by) if mine else ()
        days = reminders.coming(session, by.activity.id, by.now)
    form.day.choices = [(day.id, f"{day_words(day.day)} {clock(day.starts)}") for day in days]
    return render_template(
        "paaminnelse/list.html", activity=by.activity, mine=mine, found=found, form=form
    )
