"""Asking for a place, and what became of it."""

from dataclasses import dataclass
from datetime import time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings.again import request_again
from core.bookings.alternatives import alternatives
from core.bookings.approving import may_decide
from core.bookings.desk import Decided, Desk, consider
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.models import Booking, Status
from core.bookings.saving import Waiver
from core.bookings.series import Scope, of_series
from core.bookings.service import (
    Wanted,
    book,
    cancel,
    find,
    may_change,
    move,
    request_of,
    to_change,
    wanted_of,
)
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.web.booking_desk import desk
from core.web.booking_words import Told, told, waivable, when
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_bookings import (
    BookingForm,
    CancelForm,
    asked_for,
    booking_form,
    typed_already,
)
from core.web.here import access, here, reading, writing
from core.web.series_page import series_page

bp = Blueprint("bookings", __name__, url_prefix="/bookings")
Answer = str | Response | tuple[str, int]
_ID = "<int(max=9223372036854775807):booking>"


@dataclass(frozen=True)
class Offer:
    """An alternative as a page shows it: the words, and the fields one press sends."""

    text: str
    fields: dict[str, object]


@dataclass(frozen=True)
class Word:
    """What the rules said of a request: the reasons, and what is free instead."""

    headline: str
    findings: list[Told]
    offers: list[Offer]
    waivable: bool
    displaceable: bool
    blocked: bool


@bp.get("/new")
@requires(Permission.BOOK)
def new() -> str:
    """The form; with ?check=1 also what the rules say of what is filled in."""
    with reading() as session:
        form = booking_form(session, asked_for())
    word = _checked(form) if request.args.get("check") else None
    return render_template("bookings/form.html", form=form, word=word)


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
    """Book, or show every date of a series, or every reason why not."""
    with reading() as session:
        form = booking_form(session)
    if not form.validate_on_submit():
        return render_template("bookings/form.html", form=form, word=None), 422
    try:
        dates = form.dates()
        if len(dates) > 1:
            return series_page(form, [form.wanted(day) for day in dates])
        return _answer(form, book(desk(), form.wanted(), _waiver()))
    except Refused as refusal:
        show_refusal(form, refusal)
        return render_template("bookings/form.html", form=form, word=None), 422


@bp.get(f"/{_ID}")
@requires(Permission.CALENDAR_SEE)
def show(booking: int) -> str:
    """One booking, and what can be done with it."""
    with reading() as session:
        return _page(session, booking, CancelForm())


@bp.get(f"/{_ID}/change")
@requires(Permission.BOOK)
def change(booking: int) -> str:
    """The form with what the booking is."""
    with reading() as session:
        row = to_change(session, access(), booking)
        form = booking_form(session, typed_already(wanted_of(session, row)))
    return render_template("bookings/change.html", form=form, booking=booking, word=None)


@bp.post(f"/{_ID}/change")
@requires(Permission.BOOK)
def save_change(booking: int) -> Answer:
    """Move it, or say why not; what it had is kept until then."""
    with reading() as session:
        to_change(session, access(), booking)
        form = booking_form(session)
    if form.validate_on_submit():
        try:
            decided = move(desk(), booking, form.wanted(), _waiver())
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            if decided.saved is not None:
                flash(gettext("The booking is changed."), "success")
                return redirect(url_for("bookings.show", booking=booking), 303)
            word = _word(desk(), decided.verdicts[0], decided.snapshot)
            page = render_template("bookings/change.html", form=form, booking=booking, word=word)
            return page, 409
    return render_template("bookings/change.html", form=form, booking=booking, word=None), 422


@bp.post(f"/{_ID}/cancel")
@requires(Permission.BOOK)
def end(booking: int) -> Answer:
    """Cancel one date, those from it on, or all that are ahead."""
    form = CancelForm()
    if not form.validate_on_submit():
        with reading() as session:
            return _page(session, booking, form), 422
    try:
        scope = Scope(request.form.get("scope", Scope.ONE.value))
    except ValueError:
        scope = Scope.ONE
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


def _waiver() -> Waiver | None:
    reason = request.form.get("waiver", "").strip()
    if request.form.get("waive") and not reason:
        raise Refused(N_("Write why the rules are set aside."))
    return Waiver(reason) if reason and request.form.get("waive") else None


def _answer(form: BookingForm, decided: Decided[Booking]) -> Answer:
    if decided.saved is None:
        word = _word(desk(), decided.verdicts[0], decided.snapshot)
        return render_template("bookings/form.html", form=form, word=word), 409
    if decided.saved.status == Status.PENDING:
        flash(gettext("The request is sent, and waits for a yes."), "success")
    else:
        flash(gettext("The place is yours."), "success")
    return redirect(url_for("bookings.show", booking=decided.saved.id), 303)


def _checked(form: BookingForm) -> Word | None:
    try:
        wanted = form.wanted()
    except (ValueError, Refused):
        return None

    def ask(session: DistrictSession) -> list[Request]:
        return [request_of(session, access(), wanted)]

    at = desk()
    try:
        decided = consider(at, ask)
    except Refused:
        return None
    return _word(at, decided.verdicts[0], decided.snapshot)


def _word(at: Desk, verdict: Verdict, snapshot: Snapshot) -> Word:
    asked = verdict.request
    values = {
        "place": snapshot.places[asked.place_id].name,
        "when": when(asked.starts, asked.ends),
    }
    offers: list[Offer] = []
    if verdict.blocked:
        headline = gettext("You cannot book %(place)s %(when)s.", **values)
        with reading() as session:
            found = alternatives(session, asked, at.offered, at.watch, at.now)
        offers = [_offer(one, asked, snapshot) for one in found]
    elif verdict.waits:
        headline = gettext("%(place)s is free %(when)s, and somebody must say yes.", **values)
    else:
        headline = gettext("%(place)s is free %(when)s.", **values)
    may_displace = bool(verdict.may_displace) and len(verdict.findings) <= len(verdict.may_displace)
    return Word(
        headline,
        told(verdict, snapshot),
        offers,
        waivable(verdict),
        may_displace,
        verdict.blocked,
    )


def _offer(one: Request, asked: Request, snapshot: Snapshot) -> Offer:
    place = snapshot.places[one.place_id]
    same = gettext("the same place") if one.place_id == asked.place_id else place.name
    wanted = Wanted(
        place.slug,
        one.activity.slug,
        one.starts,
        one.ends,
        shared=one.shared,
        people=one.people,
        volunteers=one.volunteers,
    )
    fields = {name: _sent(value) for name, value in typed_already(wanted).items() if value}
    return Offer(f"{when(one.starts, one.ends)}, {same}", fields)


def _sent(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, time) else value


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
