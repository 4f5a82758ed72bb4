"""The rooms' calendar: a week, a day, a month of one room."""

from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from core.accounts.roles import Permission
from core.bookings.calendar import Filters, blocks, rooms
from core.calendar.counting_year import Period, iso_week, month
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places import service as places
from core.problems import NotFound
from core.schedules.models import Activity
from core.schedules.notes import marks_in
from core.schedules.service import activities
from core.web.choices import place_choices
from core.web.declare import requires
from core.web.here import here, reading
from core.web.languages import language
from core.web.room_cells import rows

bp = Blueprint("rooms", __name__, url_prefix="/rooms")
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


@bp.get("/")
@requires(Permission.CALENDAR_SEE)
def week() -> BaseResponse:
    """Rooms down, seven days across; ?week=2026-W47, ?day= is the one a phone shows."""
    period = iso_week(_day())
    return _calendar("rooms/week.html", period, before=period.first - _WEEK)


@bp.get("/day")
@requires(Permission.CALENDAR_SEE)
def day() -> BaseResponse:
    """One day; ?day=2026-11-24."""
    return _calendar("rooms/week.html", Period(_day(), _day()), before=_day() - _DAY)


@bp.get("/<place>/month")
@requires(Permission.CALENDAR_SEE)
def of_month(place: str) -> BaseResponse:
    """A month of one place; ?day= any day of it."""
    with reading() as session:
        name = places.find(session, place).name
    period = month(_day())
    before = period.first - _DAY
    return _calendar("rooms/month.html", period, before=before, place=place, name=name)


def _calendar(template: str, period: Period, *, before: date, **more: object) -> BaseResponse:
    asked = request.args.get
    place = str(more["place"]) if "place" in more else asked("place") or None
    filters = Filters(place, asked("organisation") or None, asked("activity") or None)
    with reading() as session:
        shown = rooms(session, filters.place)
        found = blocks(session, period, filters)
        marks = marks_in(session, period, language())
        choices = _choices(session)
    days = [period.first + n * _DAY for n in range((period.last - period.first).days + 1)]
    focus = _day() if _day() in days else days[0]
    page = render_template(
        template,
        rows=rows(shown, found, days, here().now),
        days=[(one, marks.get(one)) for one in days],
        focus=focus,
        today=local_date(here().now),
        period=period,
        filters=filters,
        choices=choices,
        before=before,
        after=period.last + _DAY,
        **more,
    )
    return _unless_known(Response(page))


def _unless_known(answer: Response) -> BaseResponse:
    """304 when the asker has it already."""
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def _choices(session: DistrictSession) -> dict[str, list[tuple[str, str]]]:
    named = (
        select(Organisation.slug, Organisation.name)
        .join(Activity, Activity.organisation_id == Organisation.id)
        .order_by(Organisation.name)
        .distinct()
    )
    return {
        "place": place_choices(session),
        "organisation": [(row.slug, row.name) for row in session.execute(named)],
        "activity": [(row.slug, row.name) for row in activities(session)],
    }


def _day() -> date:
    """The day asked for, by ?day= or ?week=; today otherwise. Raises NotFound for nonsense."""
    text, named = request.args.get("day"), request.args.get("week")
    try:
        if text:
            found = date.fromisoformat(text)
        elif named:
            year, _, number = named.partition("-W")
            found = date.fromisocalendar(int(year), int(number), 1)
        else:
            return local_date(here().now)
    except ValueError:
        raise NotFound from None
    if not 2000 <= found.year <= 2098:
        raise NotFound
    return found
