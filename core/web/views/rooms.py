"""The rooms' calendar: a week, a day, a month of one room."""

from datetime import date, datetime, timedelta

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from core.accounts.roles import Permission
from core.bookings.blocks import beginning_at
from core.bookings.calendar import Filters
from core.calendar.counting_year import Period, iso_week, month
from core.calendar.days import is_usable, read_date
from core.calendar.zones import local_date
from core.places import service as places
from core.problems import NotFound
from core.web.declare import requires
from core.web.here import here, reading
from core.web.rooms_page import RoomsPage, answer

bp = Blueprint("rooms", __name__, url_prefix="/rooms")
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


@bp.get("/")
@requires(Permission.CALENDAR_SEE)
def week() -> BaseResponse:
    """Rooms down, seven days across; ?week=2026-W47, ?day= is the one a phone shows."""
    period = iso_week(_day())
    return _calendar("week", period, period.first - _WEEK)


@bp.get("/day")
@requires(Permission.CALENDAR_SEE)
def day() -> BaseResponse:
    """One day; ?day=2026-11-24."""
    return _calendar("week", Period(_day(), _day()), _day() - _DAY)


@bp.get("/<place>/month")
@requires(Permission.CALENDAR_SEE)
def of_month(place: str) -> BaseResponse:
    """A month of one place; ?day= any day of it."""
    period = month(_day())
    return _calendar("month", period, period.first - _DAY, place)


@bp.get("/at/<place>/<moment>")
@requires(Permission.CALENDAR_SEE)
def at(place: str, moment: str) -> BaseResponse:
    """The booking that begins in a place at a local time, "2026-11-24T18.00"; else that day."""
    try:
        begins = datetime.strptime(moment, "%Y-%m-%dT%H.%M")  # noqa: DTZ007 (it is local)
    except ValueError:
        raise NotFound from None
    with reading() as session:
        found = beginning_at(session, places.find(session, place).id, begins)
    if len(found) == 1:
        return redirect(url_for("bookings.show", booking=found[0]))
    return redirect(url_for("rooms.day", day=begins.date(), place=place))


def _calendar(kind: str, period: Period, before: date, place: str | None = None) -> BaseResponse:
    asked = request.args.get
    filters = Filters(
        place or asked("place") or None, asked("organisation") or None, asked("activity") or None
    )
    focus = _day() if _day() in period else period.first
    return answer(RoomsPage(kind, period, focus, before, filters, place))


def _day() -> date:
    """The day asked for, by ?day= or ?week=; today otherwise. Raises NotFound for nonsense."""
    text, named = request.args.get("day"), request.args.get("week")
    try:
        if text:
            return read_date(text)
        if not named:
            return local_date(here().now)
        year, _, number = named.partition("-W")
        found = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        raise NotFound from None
    if not is_usable(found):
        raise NotFound
    return found
