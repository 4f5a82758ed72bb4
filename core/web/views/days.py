"""An activity's days: what is missing, what was entered and by whom, correcting and changing."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.roles import ROLE_TITLES, Permission
from core.bookings import planning
from core.calendar.counting_year import Period
from core.calendar.holidays_no import public_holidays
from core.calendar.zones import local_date, local_time
from core.counts.categories import Categories
from core.counts.days import Day, day_by_key, days_between
from core.counts.doubts import doubtful
from core.counts.history import entries_of, who_entered
from core.counts.office import is_office, unguarded
from core.counts.service import Counting
from core.counts.typing_in import save_typed
from core.db.tenancy import DistrictSession
from core.places import service as places
from core.problems import NotFound, Overtaken, Refused
from core.schedules import service
from core.schedules.changes import changes_of
from core.schedules.interpreters import interpreters
from core.schedules.models import Activity
from core.web.board import label_of
from core.web.booking_desk import desk
from core.web.booking_words import room_refused
from core.web.declare import requires
from core.web.duty import clashes, on_duty
from core.web.forms import show_refusal
from core.web.forms_activities import DayForm, ReasonForm, place_choices, place_id_of
from core.web.here import access, here, reading, writing
from core.web.plugin_answers import counting, counting_year, counts_now
from core.web.typing_form import (
    TypingForm,
    typed_day,
    typing_fields,
    typing_form,
)

bp = Blueprint("days", __name__, url_prefix="/activities/<activity>/days")
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Opened:
    """A day and the activity it is of, for somebody who may see its counts.

    `known` is what this reader may see and correct: newcomers are few, and could single somebody
    out, so they are shown in the office that counted them and nowhere else.
    """

    activity: Activity
    day: Day
    known: Categories
    office: bool


@bp.get("")
@requires(Permission.COUNTS_SEE)
def index(activity: str) -> str:
    """The days of a counting year; those not entered first."""
    who = counting()
    with reading() as session:
        row = _activity(session, activity)
        year = counting_year(session, row.plugin)
        today = local_date(who.now)
        current = year.containing(today)
        asked = request.args.get("year", current.first.year, type=int)
        latest = current.first.year + 1  # plans reach into the next counting year
        if not 1990 <= asked <= latest:
            raise NotFound
        period = year.starting(asked)
        days = days_between(session, period, [row.id])
        known = who.categories.get(row.plugin, {})
        return render_template(
            "days/index.html",
            activity=row,
            period=period,
            label=year.label(period),
            earlier=asked - 1,
            later=asked + 1 if asked < latest else None,
            missing=[day for day in days if day.not_entered(who.now)],
            doubts=doubtful(days, known),
            been=[day for day in days if day.day <= today][::-1],
            coming=[day for day in days if day.day > today],
            now=who.now,
        )


@bp.get("/<key>")
@requires(Permission.COUNTS_SEE)
def show(activity: str, key: str) -> str:
    """What was entered, and the form to correct it."""
    who = counting()
    with reading() as session:
        opened = _open(session, who, activity, key)
        return _page(session, opened, typing_form(opened.day, opened.known, who.now))


@bp.post("/<key>")
@requires(Permission.CORRECT)
def correct(activity: str, key: str) -> Answer:
    """Save the right numbers; what was before stays in the history."""
    who = counting()
    with reading() as session:
        opened = _open(session, who, activity, key)
    form = typing_form(opened.day, opened.known, who.now)
    if form.validate_on_submit():
        try:
            with writing() as session:
                save_typed(session, who, typed_day(form, opened.day))
        except Overtaken as refusal:
            form.show(opened.day.totals)
            show_refusal(form, refusal)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The numbers are saved."), "success")
            return redirect(url_for("days.show", activity=activity, key=key), 303)
    with reading() as session:
        return _page(session, _open(session, who, activity, key), form), 422


@bp.get("/<key>/move")
@requires(Permission.ACTIVITY_EDIT)
def move(activity: str, key: str) -> str:
    """The form with when and where the day is."""
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        day = day_by_key(session, row.id, key)
        form = DayForm(
            data={
                "day": day.day,
                "starts": local_time(day.starts),
                "ends": local_time(day.ends),
                "place": str(day.place_id or ""),
            }
        )
        return _move_page(session, row, day, form)


@bp.post("/<key>/move")
@requires(Permission.ACTIVITY_EDIT)
def save_move(activity: str, key: str) -> Answer:
    """Save the new date, time or place; one that waits for a yes only if the old is given up."""
    form, waits = DayForm(), False
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        day = day_by_key(session, row.id, key)
        form.place.choices = place_choices(session)
    if form.validate_on_submit() and form.day.data is not None:
        try:
            decided = planning.move_day(
                desk(),
                day.id,
                form.day.data,
                form.hours(),
                place_id_of(form),
                keep=not request.form.get("give-up"),
            )
            if any(one.blocked for one in decided.verdicts):
                raise room_refused(decided.verdicts)
            waits = decided.saved is None
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            if not waits:
                flash(gettext("The day is moved."), "success")
                _tell_of_clashes(row, day.id)
                return redirect(url_for("activities.show", activity=activity), 303)
    with reading() as session:
        return _move_page(session, row, day, form, waits=waits), 409 if waits else 422


@bp.get("/<key>/<any(close, cancel):what>")
@requires(Permission.ACTIVITY_EDIT)
def ask_reason(activity: str, key: str, what: str) -> str:
    """Ask why, and say what happens."""
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        return _reason_page(row, day_by_key(session, row.id, key), what, ReasonForm())


@bp.post("/<key>/<any(close, cancel):what>")
@requires(Permission.ACTIVITY_EDIT)
def save_reason(activity: str, key: str, what: str) -> Answer:
    """Close or cancel the day."""
    form = ReasonForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        try:
            with writing() as session:
                row = service.to_edit(session, access(), activity)
                day = day_by_key(session, row.id, key)
                if what == "close":
                    planning.close_day(session, access(), day.id, reason, here().now)
                else:
                    planning.cancel_day(session, access(), day.id, reason, here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            done = (
                gettext("The day is closed.")
                if what == "close"
                else gettext("The day is cancelled.")
            )
            flash(done, "success")
            return redirect(url_for("days.show", activity=activity, key=key), 303)
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        return _reason_page(row, day_by_key(session, row.id, key), what, form), 422


@bp.post("/<key>/open")
@requires(Permission.ACTIVITY_EDIT)
def reopen(activity: str, key: str) -> Response:
    """Open a closed or cancelled day again; on a holiday, keep it open."""
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        day = day_by_key(session, row.id, key)
    decided = planning.reopen_day(desk(), day.id)
    if decided.saved is None:
        raise room_refused(decided.verdicts)
    flash(gettext("The day is open."), "success")
    _tell_of_clashes(row, day.id)
    return redirect(url_for("days.show", activity=activity, key=key), 303)


def _tell_of_clashes(row: Activity, day_id: int) -> None:
    """Somebody may be elsewhere at the day's new time: a warning, never a hindrance."""
    with reading() as session:
        for sentence in clashes(session, row, [day_id]):
            flash(f"{sentence}.", "warning")


def _activity(session: DistrictSession, slug: str) -> Activity:
    row = service.by_slug(session, slug)
    access().require(Permission.COUNTS_SEE, row.organisation_id)
    return row


def _open(session: DistrictSession, who: Counting, slug: str, key: str) -> Opened:
    row = _activity(session, slug)
    office = is_office(session, access(), row.organisation_id)
    known = who.categories.get(row.plugin, {})
    seen = known if office else unguarded(known)
    return Opened(row, day_by_key(session, row.id, key), seen, office)


def _page(session: DistrictSession, opened: Opened, form: TypingForm) -> str:
    entries = entries_of(session, opened.day.id)
    changes = changes_of(session, opened.day.id)
    holiday = public_holidays(Period(opened.day.day, opened.day.day)).get(opened.day.day)
    place = next((n.place for n in places.tree(session) if n.place.id == opened.day.place_id), None)
    return render_template(
        "days/show.html",
        activity=opened.activity,
        day=opened.day,
        status="not_entered" if opened.day.not_entered(here().now) else opened.day.status,
        place=place,
        entries=entries,
        changes=changes,
        people=on_duty(session, opened.activity, [opened.day.id]).get(opened.day.id, ()),
        needs=interpreters(session, [opened.day.id]).get(opened.day.id, ()),
        who_did=who_entered(
            session, access(), {one.actor for one in entries} | {one.actor for one in changes}
        ),
        role_titles=ROLE_TITLES,
        is_holiday=holiday is not None and opened.day.reason == holiday,
        labels={key: label_of(category) for key, category in opened.known.items()},
        office=opened.office,
        form=form,
        **typing_fields(form, opened.known),
        counts=counts_now(session)(opened.activity),
        begun=opened.day.day <= local_date(here().now),
    )


def _move_page(
    session: DistrictSession, row: Activity, day: Day, form: DayForm, *, waits: bool = False
) -> str:
    form.place.choices = place_choices(session)
    return render_template("days/move.html", activity=row, day=day, form=form, waits=waits)


def _reason_page(row: Activity, day: Day, what: str, form: ReasonForm) -> str:
    return render_template("days/reason.html", activity=row, day=day, what=what, form=form)
