"""Asking for a place, and what became of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.audit.idempotency import Answered
from core.bookings.again import request_again
from core.bookings.approving import may_decide
from core.bookings.desk import consider
from core.bookings.facts import Request, Verdict
from core.bookings.models import Booking, Status
from core.bookings.series import of_series
from core.bookings.service import Wanted, book, cancel, find, may_change, request_of
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.web.booking_desk import desk
from core.web.booking_verdict import Word, asked_scope, waiver, word_of
from core.web.booking_words import told, when
from core.web.decided_once import decided_once, question_of
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_bookings import (
    BookingForm,
    CancelForm,
    asked_for,
    booking_form,
)
from core.web.here import access, here, reading, writing
from core.web.series_page import series_page

bp = Blueprint("bookings", __name__, url_prefix="/bookings")
Answer = str | Response | tuple[str, int]
_ID = "<int:booking>"


@bp.get("/new")
@requires(Permission.BOOK)
def new() -> str:
    """The form, with what the address begins with."""
    with reading() as session:
        form = booking_form(session, asked_for())
    return render_template("bookings/form.html", form=form, word=None)


@bp.get("/check")
@requires(Permission.BOOK)
def check() -> str:
    """The rules' word alone, for the page that asks while it is filled in."""
    with reading() as session:
        form = booking_form(session, asked_for())
    action = url_for("bookings.create")
    return render_template("bookings/_word.html", word=_checked(form), action=action)


@bp.post("/new")
@requires(Permission.BOOK)
def create() -> Answer:
    """Book, or show every date of a series, or every reason why not; with `check`, only look."""
    with reading() as session:
        form = booking_form(session)
    if not form.validate_on_submit():
        return render_template("bookings/form.html", form=form, word=None), 422
    try:
        dates = form.dates()
        if len(dates) > 1:
            return series_page(form, [form.wanted(day) for day in dates])
        wanted = form.wanted()
        if request.form.get("check"):
            return render_template("bookings/form.html", form=form, word=_word_on(wanted))
        return _book(form, wanted)
    except Refused as refusal:
        show_refusal(form, refusal)
        return render_template("bookings/form.html", form=form, word=None), 422


@bp.get(f"/{_ID}")
@requires(Permission.CALENDAR_SEE)
def show(booking: int) -> str:
    """One booking, and what can be done with it."""
    with reading() as session:
        return _page(session, booking, CancelForm())


@bp.post(f"/{_ID}/cancel")
@requires(Permission.BOOK)
def end(booking: int) -> Answer:
    """Cancel one date, those from it on, or all that are ahead."""
    form = CancelForm()
    if not form.validate_on_submit():
        with reading() as session:
            return _page(session, booking, form), 422
    scope = asked_scope()
    try:
        with writing() as session:
            rows = of_series(session, booking, scope, here().now)
            cancel(session, access(), [row.id for row in rows], form.reason.data or "", here().now)
    except Refused as refusal:
        show_refusal(form, refusal)
        with reading() as session:
            return _page(session, booking, form), 422
    text = ngettext("The booking is cancelled.", "%(num)d bookings are cancelled.", len(rows))
    flash(text, "success")
    return redirect(url_for("bookings.show", booking=booking), 303)


def _book(form: BookingForm, wanted: Wanted) -> Answer:
    at, aside = desk(), waiver()
    question = question_of(form, wanted, aside)
    found = decided_once(at, question, lambda at: book(at, wanted, aside), _made)
    if not isinstance(found, Answered):
        word = word_of(at, found.verdicts[0], found.snapshot)
        return render_template("bookings/form.html", form=form, word=word), 409
    booking = int(found.body)
    with reading() as session:
        status = find(session, booking).status
    if status == Status.PENDING:
        flash(gettext("The request is sent, and waits for a yes."), "success")
    elif status == Status.CONFIRMED:
        flash(gettext("The place is yours."), "success")
    return redirect(url_for("bookings.show", booking=booking), 303)


def _made(_session: DistrictSession, _verdicts: tuple[Verdict, ...], row: Booking) -> Answered:
    return Answered(303, str(row.id))


def _checked(form: BookingForm) -> Word | None:
    try:
        return _word_on(form.wanted())
    except (ValueError, Refused):
        return None


def _word_on(wanted: Wanted) -> Word:
    def ask(session: DistrictSession) -> list[Request]:
        return [request_of(session, access(), wanted)]

    at = desk()
    decided = consider(at, ask)
    return word_of(at, decided.verdicts[0], decided.snapshot)


def _page(session: DistrictSession, booking: int, form: CancelForm) -> str:
    row = find(session, booking)
    at = desk()

    def ask(_session: DistrictSession) -> list[Request]:
        return [request_again(session, row)]

    decided = consider(at, ask)
    waits = row.status == Status.PENDING
    verdict = decided.verdicts[0]
    return render_template(
        "bookings/show.html",
        row=row,
        asked=verdict.request,
        place=decided.snapshot.places[row.place_id],
        findings=told(verdict, decided.snapshot) if waits else [],
        may_decide=waits and may_decide(access(), verdict),
        may_change=may_change(session, access(), row, here().now),
        when=when(row.starts, row.ends),
        form=form,
    )
