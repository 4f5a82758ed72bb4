"""Counting: today's day at once, the counter, typed numbers, closing and opening a day."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.accounts.devices import heard_from
from core.accounts.roles import Permission
from core.bookings.planning import close_day, reopen_day
from core.calendar.zones import local_date
from core.counts import store, today
from core.counts.categories import Categories
from core.counts.days import Day, day_by_key, occurrence_at
from core.counts.events import REJECTIONS, Reject
from core.counts.office import counts_guarded, unguarded
from core.counts.presses import NOBODY, Press
from core.counts.service import Counting, not_now
from core.counts.today import CountedActivity
from core.counts.typing_in import save_typed
from core.db.tenancy import DistrictSession
from core.problems import Overtaken, Refused
from core.schedules.days import MOST_LETTERS, staff_activities
from core.web.board import board as make_board
from core.web.board import newcomer_question
from core.web.booking_desk import desk
from core.web.booking_words import room_refused
from core.web.declare import requires
from core.web.forms import show_refusal, strip
from core.web.here import access, actor, here, reading, writing
from core.web.languages import translated
from core.web.plugin_answers import counting, counting_year
from core.web.typing_form import (
    TypingForm,
    typed_day,
    typing_fields,
    typing_form,
)

bp = Blueprint("count", __name__, url_prefix="/count")
Page = str | Response | tuple[str, int]


class CloseForm(FlaskForm):  # type: ignore[misc]
    """Why a day is closed."""

    reason = StringField(
        lazy_gettext("Why is it closed?"),
        [DataRequired(lazy_gettext("Write why it is closed.")), Length(max=MOST_LETTERS)],
        filters=[strip],
    )


@dataclass(frozen=True)
class Standing:
    """Where somebody counts: the activity, the day, what this person counts there, and why it

    cannot be done now, if so.
    """

    activity: CountedActivity
    day: Day
    known: Categories
    refused: Reject | None


@bp.get("/", endpoint="today")
@requires(Permission.COUNT)
def today_page() -> Page:
    """Straight to today's day when there is one; otherwise a short list, or what comes next."""
    with reading() as session:
        found = today.today(session, counting())
    if found.only:
        return redirect(_board_url(found.only.activity.slug, found.only.day.key))
    return render_template("count/today.html", today=found)


@bp.get("/<activity>/<key>")
@requires(Permission.COUNT)
def board(activity: str, key: str) -> Page:
    """The counter, or why there is none."""
    who = counting()
    with reading() as session:
        standing = _standing(session, who, activity, key)
        forgotten = [
            one
            for one in today.forgotten(session, standing.activity, who.now)
            if one.day.id != standing.day.id
        ]
        if standing.refused:
            return _not_open(standing, forgotten)
        shown = make_board(
            standing.activity,
            standing.day,
            standing.known,
            counting_year(session, standing.activity.plugin).containing(standing.day.day).first,
            store.last_saved(session, standing.day.id),
            local_date(who.now),
        )
    return render_template("count/board.html", board=shown, forgotten=forgotten)


@bp.post("/<activity>/<key>")
@requires(Permission.COUNT)
def save(activity: str, key: str) -> Response:
    """One press of a button, without a script."""
    try:
        press = Press.of(request.form.get("id", ""), request.form.get("press", ""))
    except ValueError:
        abort(400)
    who = counting()
    try:
        with writing() as session:
            _heard(session)
            press.save(session, who, occurrence_at(session, activity, key))
    except Refused as refusal:
        flash(translated(refusal.message, refusal.values), "danger")
    else:
        if press.button == NOBODY:  # the zeros look as they did
            flash(gettext("Saved: nobody came."), "success")
    return redirect(_board_url(activity, key), 303)


@bp.get("/<activity>/<key>/numbers")
@requires(Permission.COUNT)
def type_numbers(activity: str, key: str) -> Page:
    """The day's numbers, to type."""
    who = counting()
    with reading() as session:
        standing = _standing(session, who, activity, key)
        if standing.refused:
            return redirect(_board_url(activity, key))
        return _typing_page(session, standing, _form(standing, who))


@bp.post("/<activity>/<key>/numbers")
@requires(Permission.COUNT)
def save_numbers(activity: str, key: str) -> Page:
    """Save what was typed; when somebody else counted meanwhile, show both."""
    who = counting()
    with reading() as session:
        standing = _standing(session, who, activity, key)
    form = _form(standing, who)
    if form.validate_on_submit() and _save_typed(form, standing, who):
        flash(gettext("The numbers are saved."), "success")
        return redirect(_board_url(activity, key), 303)
    with reading() as session:
        return _typing_page(session, standing, form), 422


@bp.get("/<activity>/<key>/close")
@requires(Permission.COUNT)
def close(activity: str, key: str) -> Page:
    """Ask why the day is closed."""
    with reading() as session:
        standing = _standing(session, counting(), activity, key)
    if standing.refused:
        return redirect(_board_url(activity, key))
    return _close_page(standing, CloseForm())


@bp.post("/<activity>/<key>/close")
@requires(Permission.COUNT)
def save_closed(activity: str, key: str) -> Page:
    """Close the day."""
    form = CloseForm()
    if form.validate_on_submit():
        try:
            with writing() as session:
                _heard(session)
                occurrence = occurrence_at(session, activity, key)
                close_day(session, access(), occurrence, form.reason.data or "", here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The day is closed."), "success")
            return redirect(_board_url(activity, key), 303)
    with reading() as session:
        standing = _standing(session, counting(), activity, key)
    return _close_page(standing, form), 422


@bp.post("/<activity>/<key>/open")
@requires(Permission.COUNT)
def reopen(activity: str, key: str) -> Response:
    """Open a closed or cancelled day again."""
    try:
        with writing() as session:
            _heard(session)
            occurrence = occurrence_at(session, activity, key)
        decided = reopen_day(desk(), occurrence)
        if decided.saved is None:
            raise room_refused(decided.verdicts)
    except Refused as refusal:
        flash(translated(refusal.message, refusal.values), "danger")
    else:
        flash(gettext("The day is open."), "success")
    return redirect(_board_url(activity, key), 303)


def _standing(session: DistrictSession, who: Counting, slug: str, key: str) -> Standing:
    activity = today.activity(session, who, slug)
    day = day_by_key(session, activity.id, key)
    known = who.categories.get(activity.plugin, {})
    staff_of = staff_activities(session, who.access)
    if not counts_guarded(session, who.access, activity.id, activity.organisation_id, staff_of):
        known = unguarded(known)
    return Standing(activity, day, known, not_now(who, activity.organisation_id, day))


def _not_open(standing: Standing, forgotten: list[today.ActivityDay]) -> str:
    assert standing.refused is not None  # noqa: S101 (narrows the type for the reader)
    return render_template(
        "count/not_open.html",
        activity=standing.activity,
        day=standing.day,
        why=translated(REJECTIONS[standing.refused], {}),
        may_open=standing.refused is Reject.CLOSED,
        forgotten=forgotten,
    )


def _form(standing: Standing, who: Counting) -> TypingForm:
    return typing_form(standing.day, standing.known, who.now)


def _save_typed(form: TypingForm, standing: Standing, who: Counting) -> bool:
    try:
        typed = typed_day(form, standing.day)
        with writing() as session:
            _heard(session)
            save_typed(session, who, typed)
    except Overtaken as refusal:
        with reading() as session:
            form.show(day_by_key(session, standing.activity.id, standing.day.key).totals)
        show_refusal(form, refusal)
    except Refused as refusal:
        show_refusal(form, refusal)
    else:
        return True
    return False


def _typing_page(session: DistrictSession, standing: Standing, form: TypingForm) -> str:
    year = counting_year(session, standing.activity.plugin)
    return render_template(
        "count/numbers.html",
        activity=standing.activity,
        day=standing.day,
        form=form,
        **typing_fields(form, standing.known),
        newcomer_question=newcomer_question(year.containing(standing.day.day).first),
        back=_board_url(standing.activity.slug, standing.day.key),
    )


def _close_page(standing: Standing, form: CloseForm) -> str:
    return render_template(
        "count/close.html",
        activity=standing.activity,
        day=standing.day,
        form=form,
        back=_board_url(standing.activity.slug, standing.day.key),
    )


def _heard(session: DistrictSession) -> None:
    if actor().is_device:
        heard_from(session, actor().id, here().now)


def _board_url(activity: str, key: str) -> str:
    return url_for("count.board", activity=activity, key=key)
