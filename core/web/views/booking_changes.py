"""Changing a booking: one date, those from it on, or every date of its series that is ahead."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings.series import Scope, change_alike
from core.bookings.service import Wanted, move, to_change, wanted_of
from core.problems import Refused
from core.web.booking_desk import desk
from core.web.booking_verdict import Word, asked_scope, waiver, word_of, word_of_all
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_bookings import BookingForm, booking_form, typed_already
from core.web.here import access, reading

bp = Blueprint("booking_changes", __name__, url_prefix="/bookings")
Answer = str | Response | tuple[str, int]
_ID = "<int:booking>"


@bp.get(f"/{_ID}/change")
@requires(Permission.BOOK)
def change(booking: int) -> str:
    """The form with what the booking is."""
    with reading() as session:
        row = to_change(session, access(), booking)
        form = booking_form(session, typed_already(wanted_of(session, row)))
    return _form(form, booking, in_series=row.series_id is not None)


@bp.post(f"/{_ID}/change")
@requires(Permission.BOOK)
def save_change(booking: int) -> Answer:
    """Move it, or say why not; what it had is kept until then."""
    with reading() as session:
        row = to_change(session, access(), booking)
        kept, in_series = wanted_of(session, row), row.series_id is not None
        form = booking_form(session)
    if not form.validate_on_submit():
        return _form(form, booking, in_series=in_series), 422
    try:
        wanted = form.wanted()
        if wanted.activity == kept.activity:
            wanted = replace(wanted, organisation=kept.organisation)
        changed, word = _changed(booking, wanted)
    except Refused as refusal:
        show_refusal(form, refusal)
        return _form(form, booking, in_series=in_series), 422
    if word is not None:
        return _form(form, booking, word, in_series=in_series), 409
    flash(ngettext("The booking is changed.", "%(num)d bookings are changed.", changed), "success")
    return redirect(url_for("bookings.show", booking=booking), 303)


def _changed(booking: int, wanted: Wanted) -> tuple[int, Word | None]:
    """How many were changed, or why none was."""
    at, scope, keep = desk(), asked_scope(), not request.form.get("give-up")
    if scope is Scope.ONE:
        moved = move(at, booking, wanted, waiver(), keep=keep)
        if moved.saved is None:
            return 0, word_of(at, moved.verdicts[0], moved.snapshot)
        return 1, None
    decided = change_alike(at, booking, scope, wanted, keep=keep)
    if decided.saved is None:
        return 0, word_of_all(decided.verdicts, decided.snapshot)
    return len(decided.saved), None


def _form(form: BookingForm, booking: int, word: Word | None = None, *, in_series: bool) -> str:
    return render_template(
        "bookings/change.html",
        form=form,
        booking=booking,
        word=word,
        in_series=in_series,
        scope=asked_scope().value,
    )
