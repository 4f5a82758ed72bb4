"""Bookings for programs: ask, list, change, cancel, approve, reject."""

from collections.abc import Callable
from datetime import date, datetime

import msgspec
from flask import Blueprint, Response, request
from flask_babel import gettext
from sqlalchemy import ColumnElement, select

from core.accounts.roles import Permission
from core.audit.idempotency import Answered, Question, answer_once
from core.bookings.alternatives import alternatives
from core.bookings.approving import approve, reject
from core.bookings.desk import Decided, Desk
from core.bookings.facts import Verdict
from core.bookings.models import Booking
from core.bookings.service import book, cancel, move, to_change, wanted_of
from core.calendar.zones import OSLO, local_date, to_utc
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import Place
from core.problems import NotFound, Refused
from core.schedules.models import Activity
from core.web.api_reading import asked_date, install, read
from core.web.booking_api import (
    BookingChange,
    BookingIn,
    BookingOut,
    Reason,
    changed,
    wanted,
)
from core.web.booking_desk import desk
from core.web.booking_words import findings, offers
from core.web.decided_once import Render, decided_once
from core.web.declare import requires
from core.web.here import access, actor, here, reading, writing
from core.web.languages import translated
from core.web.problem import problem

bp = Blueprint("api_bookings", __name__, url_prefix="/api/bookings")
install(bp)
_ID = "<int:booking>"


@bp.errorhandler(Refused)
def refused(error: Refused) -> Response:
    """422 for what names a field, 409 for what has changed."""
    text = translated(error.message, error.values)
    return problem(422, text, field=error.field) if error.field else problem(409, text)


@bp.post("")
@requires(Permission.BOOK)
def ask() -> Response:
    """201 with the booking, or 409 with every reason and what is free instead."""
    body = request.get_data(cache=False)
    asked = wanted(read(body or b"{}", BookingIn))
    return _decided(body, lambda at: book(at, asked), _made)


@bp.get("")
@requires(Permission.CALENDAR_SEE)
def bookings() -> Response:
    """Those that touch the local dates from `from` to `to`, both inclusive."""
    first = asked_date("from") or local_date(here().now)
    last = asked_date("to") or first
    with reading() as session:
        touched = Booking.ends > _midnight(first), Booking.starts < _midnight(last, 1)
        return _json(_out(session, *touched))


@bp.patch(f"/{_ID}")
@requires(Permission.BOOK)
def change(booking: int) -> Response:
    """200 with the booking, or 409 as for a new one."""
    body = request.get_data(cache=False)
    sent: BookingChange = read(body or b"{}", BookingChange)
    with reading() as session:
        row = to_change(session, access(), booking)
        asked = changed(row, wanted_of(session, row), sent)
    return _decided(body, lambda at: move(at, booking, asked), _shown)


@bp.delete(f"/{_ID}")
@requires(Permission.BOOK)
def end(booking: int) -> Response:
    """200 with the cancelled booking; its rooms are free at once."""
    with writing() as session:
        cancel(session, access(), [booking], request.args.get("reason", ""), here().now)
        shown = _out(session, Booking.id == booking)
    return _json(shown[0])


@bp.post(f"/{_ID}/approve")
@requires(Permission.BOOKINGS_DECIDE)
def say_yes(booking: int) -> Response:
    """200, or 409 with what has come in the way."""
    body = request.get_data(cache=False)
    return _decided(body, lambda at: approve(at, booking), _shown)


@bp.post(f"/{_ID}/reject")
@requires(Permission.BOOKINGS_DECIDE)
def say_no(booking: int) -> Response:
    """200; the reason is told to whoever asked."""
    body = request.get_data(cache=False)
    sent: Reason = read(body or b"{}", Reason)
    reason = sent.reason or gettext("Not approved.")
    return _decided(body, lambda at: reject(at, booking, reason), _shown)


def _made(_session: DistrictSession, verdicts: tuple[Verdict, ...], row: Booking) -> Answered:
    body = {"id": str(row.id), "status": row.status, "findings": findings(verdicts)}
    return _answered(201, body)


def _shown(session: DistrictSession, _verdicts: tuple[Verdict, ...], row: Booking) -> Answered:
    return _answered(200, _out(session, Booking.id == row.id)[0])


def _decided(
    body: bytes, run: Callable[[Desk], Decided[Booking]], render: Render[Booking]
) -> Response:
    """Do it once for each `Idempotency-Key`."""
    at, question = desk(), _question(body)
    found = decided_once(at, question, run, render)
    return _respond(found if isinstance(found, Answered) else _refusal(at, found, question))


def _refusal(at: Desk, decided: Decided[Booking], question: Question | None) -> Answered:
    with reading() as session:
        instead = alternatives(session, decided.verdicts[0].request, at.offered, at.watch, at.now)
    document = problem(
        409,
        gettext("The place cannot be booked as you asked. See the reasons, and what is free."),
        findings=findings(decided.verdicts),
        alternatives=offers(instead, decided.snapshot),
    )
    answer = Answered(409, document.get_data(as_text=True))
    if question is not None:
        with writing() as session:
            return answer_once(session, question, here().now, lambda: answer)
    return answer


def _question(body: bytes) -> Question | None:
    key = request.headers.get("Idempotency-Key")
    return Question(actor().reference, request.path, key, body) if key is not None else None


def _respond(given: Answered) -> Response:
    kind = "application/problem+json" if given.status >= 400 else "application/json"
    return Response(given.body, given.status, mimetype=kind)


def _answered(status: int, value: object) -> Answered:
    return Answered(status, msgspec.json.encode(value).decode())


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")


def _out(session: DistrictSession, *which: ColumnElement[bool]) -> list[BookingOut]:
    rows = session.execute(
        select(Booking, Place.slug, Activity.slug, Organisation.slug)
        .join(Place, Place.id == Booking.place_id)
        .join(Activity, Activity.id == Booking.activity_id)
        .join(Organisation, Organisation.id == Booking.organisation_id)
        .where(*which)
        .order_by(Booking.starts, Booking.id)
    )
    return [
        BookingOut(
            str(row.id),
            place,
            activity,
            organisation,
            row.starts.astimezone(OSLO),
            row.ends.astimezone(OSLO),
            row.shared,
            row.status,
        )
        for row, place, activity, organisation in rows
    ]


def _midnight(day: date, later: int = 0) -> datetime:
    try:
        return to_utc(date.fromordinal(day.toordinal() + later), datetime.min.time())
    except (ValueError, OverflowError):
        raise NotFound from None
