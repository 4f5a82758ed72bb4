"""Tasks of a day or between an offer's days, and the page behind a task's signed link."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from core.accounts.roles import Permission
from core.bookings import letters
from core.calendar.zones import local_date
from core.counts.days import Day, day_by_key
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.schedules import assignments
from core.schedules import service as schedules
from core.schedules.models import Activity
from core.tasks import links, service
from core.tasks.models import Task
from core.web.declare import public, requires
from core.web.filters import short_date
from core.web.forms import DayField, PressForm, sent_id, show_refusal, strip
from core.web.here import access, actor, here, reading, writing
from core.web.languages import translated

bp = Blueprint("tasks", __name__, url_prefix="")
Answer = str | Response | tuple[str, int]
_OF_DAY = "/activities/<activity>/days/<key>/tasks"
_BETWEEN = "/activities/<activity>/tasks"


class TaskForm(PressForm):
    """Something to do for a day."""

    text = StringField(
        lazy_gettext("What is to be done"),
        [InputRequired(lazy_gettext("Write what is to be done."))],
        filters=[strip],
    )
    person = SelectField(lazy_gettext("Who does it"), coerce=int)
    due = DayField(lazy_gettext("Until when"), [InputRequired(lazy_gettext("Choose a day."))])


@bp.get(_OF_DAY)
@bp.get(_BETWEEN)
@requires(Permission.ACTIVITY_EDIT)
def show(activity: str, key: str | None = None) -> str:
    """What is to be done, and the form for more."""
    with reading() as session:
        row, day = _day(session, activity, key)
        form = _form(session, formdata=None, data={"due": day.day if day else None})
        return _page(session, row, day, form)


@bp.post(_OF_DAY)
@bp.post(_BETWEEN)
@requires(Permission.ACTIVITY_EDIT)
def add(activity: str, key: str | None = None) -> Answer:
    """One more task."""
    with reading() as session:
        form = _form(session)
    if form.validate_on_submit() and form.due.data is not None:
        try:
            with writing() as session:
                row, day = _day(session, activity, key)
                what = (form.person.data or None, form.text.data or "", form.due.data)
                if form.comes_first(session):
                    service.add(session, access(), row, day.id if day else None, *what, here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The task is saved."), "success")
            return _back(activity, key)
    with reading() as session:
        return _page(session, *_day(session, activity, key), form), 422


@bp.post(f"{_OF_DAY}/tick")
@bp.post(f"{_BETWEEN}/tick")
@requires(Permission.ACTIVITY_EDIT)
def tick(activity: str, key: str | None = None) -> Response:
    """A task is done, or is not after all."""
    done = request.form.get("done") == "1"

    def act(session: DistrictSession, row: Task) -> None:
        service.tick(session, actor().reference, row, here().now, done=done)

    return _at_task(activity, key, act, gettext("The task is saved."))


@bp.post(f"{_OF_DAY}/remove")
@bp.post(f"{_BETWEEN}/remove")
@requires(Permission.ACTIVITY_EDIT)
def remove(activity: str, key: str | None = None) -> Response:
    """It need not be done after all."""

    def act(session: DistrictSession, row: Task) -> None:
        service.remove(session, access(), row, here().now)

    return _at_task(activity, key, act, gettext("The task is taken away."))


@bp.post(f"{_OF_DAY}/send")
@bp.post(f"{_BETWEEN}/send")
@requires(Permission.ACTIVITY_EDIT)
def send(activity: str, key: str | None = None) -> Response:
    """Write to whoever has the task, with a link to it alone."""

    def act(session: DistrictSession, row: Task) -> None:
        email = links.address_for(session, row, here().now)
        token = links.token_of(str(current_app.secret_key), row)
        body = gettext(
            "Hello,\n\nyou have a task until %(due)s. See it and tick it off here:\n%(link)s\n\n"
            "The link is for you alone and asks for no password. Do not pass it on.\n",
            due=short_date(row.due),
            link=url_for("tasks.linked", token=token, _external=True),
        )
        letters.write(session, email, gettext("A task for you"), body, here().now)

    return _at_task(activity, key, act, gettext("The task is sent by e-mail."))


@bp.route("/task/<token>", methods=["GET", "POST"])
@public
def linked(token: str) -> Answer:
    """One task, for whoever has the link; sending the form ticks it off. Nobody signs in."""
    secret, ticks = str(current_app.secret_key), request.method == "POST"
    with writing() if ticks else reading() as session:
        row, ahead = links.linked(session, secret, token, here().now)
        if not ahead:
            return render_template("tasks/closed.html"), 410
        if not ticks:
            return render_template("tasks/linked.html", task=row)
        service.tick(session, f"task:{row.id}", row, here().now, done=True)
    return redirect(url_for("tasks.linked", token=token), 303)


def _at_task(
    activity: str, key: str | None, act: Callable[[DistrictSession, Task], object], said: str
) -> Response:
    try:
        with writing() as session:
            row, day = _day(session, activity, key)
            of_day = day.id if day else None
            act(session, service.find(session, access(), row, of_day, sent_id("task")))
    except Refused as refusal:
        flash(translated(refusal.message, refusal.values), "danger")
    else:
        flash(said, "success")
    return _back(activity, key)


def _form(session: DistrictSession, **given: object) -> TaskForm:
    form = TaskForm(**given)
    people = assignments.choices(session, access(), here().now)
    form.person.choices = [(0, gettext("Nobody yet")), *people]
    return form


def _day(session: DistrictSession, activity: str, key: str | None) -> tuple[Activity, Day | None]:
    row = schedules.to_edit(session, access(), activity)
    return row, day_by_key(session, row.id, key) if key else None


def _back(activity: str, key: str | None) -> Response:
    return redirect(url_for("tasks.show", activity=activity, key=key), 303)


def _page(session: DistrictSession, row: Activity, day: Day | None, form: TaskForm) -> str:
    if day:
        found = service.tasks_of(session, [day.id])[day.id]
    else:
        found = service.between(session, row.id, here().now)
    return render_template(
        "tasks/show.html",
        activity=row,
        day=day,
        tasks=found,
        names=service.names_of(session, found, here().now),
        today=local_date(here().now),
        form=form,
    )
