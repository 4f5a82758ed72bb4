"""The week of the whole district, and the days a district should know of when it plans."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.calendar.counting_year import Period
from core.calendar.holidays_no import public_holidays
from core.calendar.zones import local_date
from core.counts.days import day_key, days_between
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.schedules import notes, service
from core.schedules.models import Activity, NoteKind
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_activities import EditNoteForm, NewNoteForm, NoteForm
from core.web.here import access, here, reading, writing
from core.web.languages import language
from core.web.weeks import ONE_WEEK, asked_week, week_name

bp = Blueprint("calendar", __name__, url_prefix="/calendar")
Answer = str | Response | tuple[str, int]


@bp.get("/")
@requires(Permission.CALENDAR_SEE)
def week() -> str:
    """Seven days, Monday first; ?week=2026-W47."""
    period = asked_week()
    with reading() as session:
        activities = {row.id: row for row in session.scalars(select(Activity))}
        places = service.place_names(session)
        days = days_between(session, period)
        marks = notes.marks_in(session, period, language())
    dates = [period.first + timedelta(days=n) for n in range(7)]
    return render_template(
        "calendar/week.html",
        dates=[(day, marks.get(day), [one for one in days if one.day == day]) for day in dates],
        activities=activities,
        places=places,
        week=week_name(period.first),
        number=period.first.isocalendar().week,
        period=period,
        previous=week_name(period.first - ONE_WEEK),
        following=week_name(period.first + ONE_WEEK),
        today=local_date(here().now),
        now=here().now,
    )


@bp.get("/notes", endpoint="notes")
@requires(Permission.CALENDAR_SEE)
def note_list() -> str:
    """Public holidays, school-free days and notes, from now and a year on."""
    with reading() as session:
        return _notes(session, NewNoteForm())


@bp.post("/notes")
@requires(Permission.CALENDAR_EDIT)
def add_note() -> Answer:
    """Add school-free days or a note."""
    form = NewNoteForm()
    details = _read(form)
    if details is not None:
        try:
            with writing() as session:
                if form.comes_first(session):
                    notes.save_note(session, access(), details, here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The days are saved."), "success")
            return redirect(url_for("calendar.notes"), 303)
    with reading() as session:
        return _notes(session, form), 422


@bp.get("/notes/<int:note>")
@requires(Permission.CALENDAR_EDIT)
def edit_note(note: int) -> str:
    """Change or delete a note."""
    with reading() as session:
        row = notes.note_by_id(session, note)
        return render_template("calendar/note.html", note=row, form=EditNoteForm(obj=row))


@bp.post("/notes/<int:note>")
@requires(Permission.CALENDAR_EDIT)
def save_note(note: int) -> Answer:
    """Save what was changed."""
    with reading() as session:
        row = notes.note_by_id(session, note)
        form = EditNoteForm(obj=row)
    details = _read(form)
    if details is not None:
        try:
            with writing() as session:
                notes.save_note(session, access(), details, here().now, note)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The days are saved."), "success")
            return redirect(url_for("calendar.notes"), 303)
    return render_template("calendar/note.html", note=row, form=form), 422


@bp.post("/notes/<int:note>/delete")
@requires(Permission.CALENDAR_EDIT)
def delete_note(note: int) -> Response:
    """Take a note away."""
    with writing() as session:
        notes.delete_note(session, access(), note, here().now)
    flash(gettext("The days are taken away. What was planned stays."), "success")
    return redirect(url_for("calendar.notes"), 303)


def _read(form: NoteForm) -> notes.NoteDetails | None:
    if not form.validate_on_submit() or form.first.data is None or form.last.data is None:
        return None
    return notes.NoteDetails(
        NoteKind(form.kind.data), form.name.data or "", form.first.data, form.last.data
    )


def _notes(session: DistrictSession, form: NewNoteForm) -> str:
    today = local_date(here().now)
    period = Period(today, today + timedelta(days=365))
    holidays = public_holidays(period, language())
    return render_template(
        "calendar/notes.html",
        holidays=holidays,
        on_holidays=notes.days_on(session, holidays),
        day_key=day_key,
        notes=notes.notes_in(session, period),
        form=form,
    )
