"""What programs use: days, and saving counts."""

from collections.abc import Callable

import msgspec
from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import gettext
from sqlalchemy import select

from core.accounts.devices import heard_from
from core.accounts.roles import Permission
from core.audit.idempotency import Answered, Question, answer_once
from core.calendar.counting_year import Period
from core.calendar.zones import OSLO, local_date
from core.counts import today
from core.counts.days import Day, days_between
from core.counts.events import NewEvent, Saved
from core.counts.service import save_events, totals_to_see
from core.db.tenancy import DistrictSession
from core.places.models import Place
from core.schedules.models import Activity
from core.web.api_reading import Unreadable, asked_date, install, read
from core.web.api_types import (
    MOST_EVENTS,
    CountsIn,
    CountsOut,
    EventIn,
    OccurrenceOut,
    RejectedOut,
    TotalsOut,
)
from core.web.declare import requires, signed_in
from core.web.here import access, actor, here, reading, writing
from core.web.languages import translated
from core.web.openapi import description
from core.web.plugin_answers import counting
from core.web.problem import problem

bp = Blueprint("api", __name__, url_prefix="/api")
install(bp)


@bp.get("/openapi.json")
@signed_in
def openapi() -> Response:
    """What this describes, for programs."""
    return jsonify(description(url_for("home.today").rstrip("/")))


@bp.get("/occurrences")
@signed_in
def occurrences() -> Response:
    """The days of the period; who only counts sees the days of what is counted."""
    period = _period()
    with reading() as session:
        mine = None
        if not access().may(Permission.CALENDAR_SEE):
            mine = list(today.activities(session, counting()))
        days = days_between(session, period, mine)
        shown = _occurrences(session, days)
    return _json(msgspec.json.encode(shown))


@bp.post("/counts")
@requires(Permission.COUNT)
def save_counts() -> Response:
    """Save what can be saved; what cannot is named with a code and a sentence."""
    body = request.get_data(cache=False)
    events = [_event(one) for one in _counts(body).events]
    who = counting()

    def save() -> Answered:
        if actor().is_device:
            heard_from(session, actor().id, who.now)
        return Answered(200, _answer(save_events(session, who, events)))

    with writing() as session:
        answered = _once(session, body, save)
    return _json(answered.body.encode(), answered.status)


@bp.get("/counts/<int:occurrence>")
@requires(Permission.COUNT)
def totals(occurrence: int) -> Response:
    """A day's totals, for counters that are open on several telephones."""
    with reading() as session:
        found = totals_to_see(session, counting(), occurrence)
    return _json(msgspec.json.encode(TotalsOut(found)))


def _once(session: DistrictSession, body: bytes, answer: Callable[[], Answered]) -> Answered:
    """Honour `Idempotency-Key`, which every POST to the API may carry."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return answer()
    question = Question(actor().reference, request.path, key, body)
    return answer_once(session, question, here().now, answer)


def _counts(body: bytes) -> CountsIn:
    found: CountsIn = read(body, CountsIn)
    if len(found.events) > MOST_EVENTS:
        text = gettext("Send at most %(n)s events at once.", n=MOST_EVENTS)
        raise Unreadable(problem(413, text, field="events"))
    return found


def _event(one: EventIn) -> NewEvent:
    return NewEvent(
        one.id,
        one.occurrence_id,
        one.category,
        one.n,
        one.tapped_at,
        press=one.press,
        undoes=one.undoes,
    )


def _answer(saved: Saved) -> str:
    out = CountsOut(
        saved.accepted,
        [RejectedOut(one.id, one.code.value, translated(one.detail, {})) for one in saved.rejected],
        {str(day): found for day, found in saved.totals.items()},
    )
    return msgspec.json.encode(out).decode()


def _period() -> Period:
    first = asked_date("from") or local_date(here().now)
    try:
        return Period(first, asked_date("to") or first)
    except ValueError:
        text = gettext("“to” is before “from”.")
        raise Unreadable(problem(422, text, field="to")) from None


def _occurrences(session: DistrictSession, days: list[Day]) -> list[OccurrenceOut]:
    slugs = {row.id: row.slug for row in session.execute(select(Activity.id, Activity.slug))}
    places = {row.id: row.slug for row in session.execute(select(Place.id, Place.slug))}
    return [
        OccurrenceOut(
            str(day.id),
            slugs[day.activity_id],
            places[day.place_id] if day.place_id is not None else None,
            day.starts.astimezone(OSLO),
            day.ends.astimezone(OSLO),
            day.status.value,
        )
        for day in days
    ]


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, mimetype="application/json")
