"""Asking who holds a standing agreement for a date, and giving the date up."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings import giving_up as service
from core.bookings import letters
from core.bookings.facts import AgreementFacts
from core.calendar import formats
from core.calendar.days import read_date
from core.db.tenancy import DistrictSession
from core.problems import NotFound, Refused
from core.schedules.service import place_names
from core.web.declare import requires
from core.web.here import access, here, reading, writing
from core.web.languages import language, translated

bp = Blueprint("giving_up", __name__, url_prefix="/agreements")
Answer = str | Response | tuple[str, int]
_ID = "<int:agreement>"
_LETTERS_IN = "nb"


@bp.post(f"/{_ID}/ask/<day>")
@requires(Permission.BOOK)
def ask(agreement: int, day: str) -> Answer:
    """Write to the leaders of who holds the time, once for each date and activity."""
    when, activity = _date(day), request.form.get("activity", "")
    try:
        with writing() as session:
            asked = service.ask(session, access(), agreement, when, activity, here().now)
            _write(session, asked, when)
    except Refused as refusal:
        flash(translated(refusal.message, refusal.values), "warning")
    else:
        text = gettext(
            "The leader at %(organisation)s is asked, and the answer is up to them.",
            organisation=asked.agreement.organisation.name,
        )
        flash(text, "success")
    return redirect(url_for("bookings.new", activity=activity, day=day), 303)


@bp.get(f"/{_ID}/give-up/<day>")
@requires(Permission.BOOKINGS_DECIDE)
def show(agreement: int, day: str) -> Answer:
    """What is given up, and what becomes of it."""
    try:
        with reading() as session:
            found = service.to_give_up(session, access(), agreement, _date(day), here().now)
            return _page(session, found, _date(day))
    except Refused as refusal:
        flash(translated(refusal.message, refusal.values), "warning")
        return redirect(url_for("agreements.index"), 303)


@bp.post(f"/{_ID}/give-up/<day>")
@requires(Permission.BOOKINGS_DECIDE)
def give_up(agreement: int, day: str) -> Answer:
    """Do without the date."""
    try:
        with writing() as session:
            service.give_up(session, access(), agreement, _date(day), here().now)
    except Refused as refusal:
        flash(translated(refusal.message, refusal.values), "warning")
    else:
        flash(gettext("The time is given up, and others can book it."), "success")
    return redirect(url_for("agreements.index"), 303)


def _page(session: DistrictSession, found: AgreementFacts, day: date) -> str:
    return render_template(
        "agreements/give_up.html",
        place=place_names(session)[found.place_id],
        when=_when(found, day, language()),
    )


def _write(session: DistrictSession, asked: service.Question, day: date) -> None:
    found = asked.agreement
    link = url_for("giving_up.show", agreement=found.id, day=day.isoformat(), _external=True)
    with force_locale(_LETTERS_IN):
        place = place_names(session)[found.place_id]
        subject = gettext("Can you do without %(place)s?", place=place)
        lines = [
            gettext(
                "%(activity)s would like a time that is yours by a standing agreement:",
                activity=asked.activity.name,
            ),
            f"{place}, {_when(found, day, _LETTERS_IN)}",
            "",
            gettext("If you do not need it, give it up here: %(link)s", link=link),
            gettext("If you need it, you do not have to do anything."),
        ]
    for recipient in asked.recipients:
        letters.write(session, recipient, subject, "\n".join(lines) + "\n", here().now)


def _when(found: AgreementFacts, day: date, in_language: str) -> str:
    times = f"{found.starts:%H.%M}–{found.ends:%H.%M}"
    words = formats.day_words(day, in_language)
    return str(gettext("%(day)s %(year)s at %(times)s", day=words, year=day.year, times=times))


def _date(day: str) -> date:
    try:
        return read_date(day)
    except ValueError:
        raise NotFound from None
