"""A day before it is held: what it is about, who is on, and which interpreter it needs."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.counts.days import Day, day_by_key
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.schedules import assignments, interpreters, service, single_days
from core.schedules.models import Activity
from core.web.declare import requires
from core.web.duty import clashes, on_duty, roles_of
from core.web.forms import show_refusal
from core.web.forms_duty import InterpreterForm, OnDutyForm, TitleForm, on_duty_form
from core.web.here import access, here, reading, writing

bp = Blueprint("prepare", __name__, url_prefix="/activities/<activity>/days/<key>/prepare")
Answer = str | Response | tuple[str, int]
Save = Callable[[DistrictSession, Activity, Day], object]
_ID = "int"


@bp.get("")
@requires(Permission.ACTIVITY_EDIT)
def show(activity: str, key: str) -> str:
    """What is decided, and the forms to add to it."""
    with reading() as session:
        row, day = _day(session, activity, key)
        return _page(session, row, day)


@bp.post("/title")
@requires(Permission.ACTIVITY_EDIT)
def save_title(activity: str, key: str) -> Answer:
    """Say what the day is about."""
    form = TitleForm()

    def save(session: DistrictSession, _row: Activity, day: Day) -> None:
        single_days.retitle(session, access(), day.id, form.title.data, here().now)

    return _answer(activity, key, form, save, gettext("What the day is about is saved."))


@bp.post("/people")
@requires(Permission.ACTIVITY_EDIT)
def add_person(activity: str, key: str) -> Answer:
    """Put somebody on the day; that they are elsewhere at the time is said, and stops nothing."""
    with reading() as session:
        row, day = _day(session, activity, key)
        form = on_duty_form(session, row)

    def save(session: DistrictSession, row: Activity, day: Day) -> None:
        who, roles = int(form.person.data), roles_of(row)
        assignments.assign(session, access(), day.id, who, form.role.data, roles, here().now)

    answer = _answer(activity, key, form, save, gettext("The person is on."))
    if isinstance(answer, Response):
        with reading() as session:
            for sentence in clashes(session, row, [day.id]):
                flash(f"{sentence}.", "warning")
    return answer


@bp.post(f"/people/<{_ID}:assignment>/remove")
@requires(Permission.ACTIVITY_EDIT)
def remove_person(activity: str, key: str, assignment: int) -> Response:
    """Take somebody off the day."""
    with writing() as session:
        _row, day = _day(session, activity, key)
        assignments.unassign(session, access(), assignment, here().now, on=day.id)
    flash(gettext("The person is no longer on."), "success")
    return _back(activity, key)


@bp.post("/interpreters")
@requires(Permission.ACTIVITY_EDIT)
def add_interpreter(activity: str, key: str) -> Answer:
    """Write down an interpreter the day needs, or that one is ordered."""
    form = InterpreterForm()

    def save(session: DistrictSession, _row: Activity, day: Day) -> None:
        language, ordered = form.language.data or "", bool(form.ordered.data)
        interpreters.need_interpreter(
            session, access(), day.id, language, ordered=ordered, now=here().now
        )

    return _answer(activity, key, form, save, gettext("The interpreter is written down."))


@bp.post(f"/interpreters/<{_ID}:need>/remove")
@requires(Permission.ACTIVITY_EDIT)
def remove_interpreter(activity: str, key: str, need: int) -> Response:
    """The day needs that interpreter no longer."""
    with writing() as session:
        _row, day = _day(session, activity, key)
        interpreters.forget_interpreter(session, access(), need, on=day.id)
    flash(gettext("The interpreter is taken away."), "success")
    return _back(activity, key)


def _answer(activity: str, key: str, form: FlaskForm, save: Save, done: str) -> Answer:
    """Save one of the page's forms, or show the page again with what was typed."""
    if form.validate_on_submit():
        try:
            with writing() as session:
                save(session, *_day(session, activity, key))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(done, "success")
            return _back(activity, key)
    with reading() as session:
        row, day = _day(session, activity, key)
        return _page(session, row, day, form), 422


def _day(session: DistrictSession, activity: str, key: str) -> tuple[Activity, Day]:
    row = service.to_edit(session, access(), activity)
    return row, day_by_key(session, row.id, key)


def _back(activity: str, key: str) -> Response:
    return redirect(url_for("prepare.show", activity=activity, key=key), 303)


def _page(
    session: DistrictSession, row: Activity, day: Day, filled: FlaskForm | None = None
) -> str:
    forms: dict[type, Any] = {type(filled): filled}
    empty = {"formdata": None}
    return render_template(
        "prepare/show.html",
        activity=row,
        day=day,
        held=day.takes_place,
        people=on_duty(session, row, [day.id]).get(day.id, ()),
        needs=interpreters.interpreters(session, [day.id]).get(day.id, ()),
        filled=filled,
        title_form=forms.get(TitleForm) or TitleForm(data={"title": day.title}, **empty),
        duty_form=forms.get(OnDutyForm) or on_duty_form(session, row, **empty),
        interpreter_form=forms.get(InterpreterForm) or InterpreterForm(**empty),
    )
