"""Saving a series whose dates have been decided on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.audit.idempotency import Answered
from core.bookings.facts import Verdict
from core.bookings.series import SavedSeries, save
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.web.booking_desk import desk
from core.web.decided_once import decided_once, question_of
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_bookings import booking_form
from core.web.here import reading
from core.web.series_page import chosen, series_page

bp = Blueprint("booking_series", __name__, url_prefix="/bookings/series")
Answer = str | Response | tuple[str, int]


@bp.post("")
@requires(Permission.BOOK)
def create() -> Answer:
    """Save every chosen date, or show the dates again with what has come in the way."""
    with reading() as session:
        form = booking_form(session)
    if not form.validate_on_submit():
        return render_template("bookings/form.html", form=form, word=None), 422
    try:
        wanted, claims = chosen(form)
        question = question_of(form, wanted, claims)
        found = decided_once(desk(), question, lambda at: save(at, wanted, claims), _made)
        if not isinstance(found, Answered):
            dates = [form.wanted(day) for day in form.dates()]
            # Where none was moved or skipped, the rules have had their say on these very dates
            page, _status = series_page(form, dates, found if wanted == dates else None)
            return page, 409
    except Refused as refusal:
        show_refusal(form, refusal)
        return render_template("bookings/form.html", form=form, word=None), 422
    made = found.body.split()
    flash(ngettext("One date is booked.", "%(num)d dates are booked.", len(made)), "success")
    return redirect(url_for("bookings.show", booking=int(made[0])), 303)


def _made(
    _session: DistrictSession, _verdicts: tuple[Verdict, ...], saved: SavedSeries
) -> Answered:
    return Answered(303, " ".join(str(row.id) for row in saved.bookings))
