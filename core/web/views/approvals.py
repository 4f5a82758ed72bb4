"""What waits: requests for a yes, and dates that have come free."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings import approving, claims
from core.bookings.again import request_again
from core.problems import Refused
from core.schedules.service import place_names
from core.web.booking_desk import desk
from core.web.booking_verdict import Offer, word_of
from core.web.booking_words import told, when
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_bookings import CancelForm
from core.web.here import access, here, reading, writing
from core.web.languages import translated

bp = Blueprint("approvals", __name__, url_prefix="/bookings")
Answer = str | Response | tuple[str, int]
_ID = "<int:booking>"
_CLAIM = "<int:claim>"


@bp.get("/waiting")
@requires(Permission.CALENDAR_SEE)
def waiting() -> str:
    """Requests that wait for a yes, the oldest first, and the claims of this person."""
    return _page()


@bp.post(f"/{_ID}/approve")
@requires(Permission.BOOKINGS_DECIDE)
def approve(booking: int) -> Answer:
    """Say yes, or tell what has come in the way, and what is free instead."""
    try:
        at = desk()
        decided = approving.approve(at, booking)
    except Refused as refusal:
        return _page(translated(refusal.message, refusal.values)), 409
    if decided.saved is None:
        word = word_of(at, decided.verdicts[0], decided.snapshot)
        reasons = " ".join(one.text for one in word.findings if one.level == "block")
        return _page(reasons, word.offers), 409
    flash(gettext("The request is approved, and whoever asked is told."), "success")
    return redirect(url_for("approvals.waiting"), 303)


@bp.get(f"/{_ID}/reject")
@requires(Permission.BOOKINGS_DECIDE)
def ask_reject(booking: int) -> str:
    """Why not?"""
    with reading() as session:
        row = approving.pending(session, booking, here().now)
        words = when(row.starts, row.ends)
    return render_template("bookings/reject.html", booking=booking, when=words, form=CancelForm())


@bp.post(f"/{_ID}/reject")
@requires(Permission.BOOKINGS_DECIDE)
def reject(booking: int) -> Answer:
    """Say no; the reason and what is free instead are told."""
    form = CancelForm()
    try:
        decided = approving.reject(desk(), booking, form.reason.data or "")
    except Refused as refusal:
        show_refusal(form, refusal)
        page = render_template("bookings/reject.html", booking=booking, when="", form=form)
        return page, 422
    asked = decided.verdicts[0].request
    words = when(asked.starts, asked.ends)
    flash(gettext("The request for %(when)s is turned down.", when=words), "success")
    return redirect(url_for("approvals.waiting"), 303)


@bp.post(f"/claims/{_CLAIM}/accept")
@requires(Permission.BOOK)
def accept(claim: int) -> Answer:
    """Take up a date that has come free."""
    try:
        decided = claims.accept(desk(), claim)
    except Refused as refusal:
        return _page(translated(refusal.message, refusal.values)), 409
    if decided.saved is None:
        return _page(gettext("Somebody else has the time now. You are told if it comes free.")), 409
    flash(gettext("The place is yours."), "success")
    return redirect(url_for("bookings.show", booking=decided.saved.id), 303)


@bp.post(f"/claims/{_CLAIM}/let-go")
@requires(Permission.BOOK)
def let_go(claim: int) -> Answer:
    """The date is not needed any more."""
    try:
        with writing() as session:
            claims.let_go(session, access(), claim, here().now)
    except Refused as refusal:
        return _page(translated(refusal.message, refusal.values)), 409
    flash(gettext("You are not waiting for the date any more."), "success")
    return redirect(url_for("approvals.waiting"), 303)


def _page(problem: str | None = None, offers: Sequence[Offer] | None = None) -> str:
    at = desk()
    with reading() as session:
        found = approving.queue(session, at)
        mine = claims.open_claims(session, access(), here().now)
        claimed = [request_again(session, row) for row in mine]
        return render_template(
            "bookings/waiting.html",
            waiting=[
                (one, told(one.verdict, one.snapshot), when(one.booking.starts, one.booking.ends))
                for one in found
            ],
            claims=[
                (row, asked, when(row.starts, row.ends))
                for row, asked in zip(mine, claimed, strict=True)
            ],
            places=place_names(session),
            problem=problem,
            offers=offers,
            now=here().now,
        )
