"""The list, for the two who are responsible for an offer, and nobody else."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from core.db.tenancy import DistrictSession
from core.schedules.service import by_slug
from core.web.declare import requires
from core.web.filters import clock
from core.web.filters import day as day_words
from core.web.forms import sent_id
from core.web.here import access, here, writing
from core.web.plugin_kit import carried_out, plugin_blueprint
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
        found = by_slug(session, activity)
        reminders.require_holder(access(), found)
        day, email = form.day.data or 0, form.email.data or ""
        reminders.ask(session, found, day, email, link_of, here().now)
        reminders.log(session, access(), "add", found, here().now)

    if carried_out(form, domain, act):
        flash(gettext("The reminder is saved."), "success")
        return _back(activity)
    return _page(activity, form), 422


@bp.post("/for/<activity>/remove")
@requires(SEE)
def remove(activity: str) -> Response:
    """Take somebody off the list."""
    with writing() as session:
        found = by_slug(session, activity)
        number = sent_id("row")
        reminders.remove(session, access(), found, number, here().now)
    flash(gettext("The reminder is taken away."), "success")
    return _back(activity)


def _back(activity: str) -> Response:
    return redirect(url_for("paaminnelse.listed", activity=activity), 303)


def _page(slug: str, filled: ReminderForm | None) -> str:
    form, now = filled or ReminderForm(formdata=None), here().now
    with writing() as session:  # a look is logged
        activity = by_slug(session, slug)
        mine = reminders.holds(access(), activity)
        found = reminders.look(session, access(), activity, now) if mine else ()
        days = reminders.coming(session, activity.id, now)
    form.day.choices = [(day.id, f"{day_words(day.day)} {clock(day.starts)}") for day in days]
    return render_template(
        "paaminnelse/list.html", activity=activity, mine=mine, found=found, form=form
    )
