"""What is on, for residents: the week, its poster, and one offer. Nobody signs in."""

from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.schedules import feeds, service
from core.schedules.models import Activity, Occurrence
from core.schedules.public import PublicDay, offer_of, public_days
from core.web.declare import public
from core.web.downloads import calendar_file
from core.web.here import district, here, reading
from core.web.plugin_answers import public_links
from core.web.public_languages import in_public_language
from core.web.qr import qr_code
from core.web.weeks import ONE_WEEK, asked_week, week_name

bp = Blueprint("this_week", __name__, url_prefix="/denne-uka")
_AHEAD = timedelta(weeks=8)
_MOST = 10
Dates = list[tuple[date, list[PublicDay]]]


@bp.get("")
@public
@in_public_language
def week() -> BaseResponse:
    """Seven days, today first; ?week=2026-W47 for another."""
    period, today = asked_week(), local_date(here().now)
    this = today in period
    with reading() as session:
        dates = _by_date(public_days(session, period))
    return _answer(
        render_template(
            "this_week/week.html",
            number=period.first.isocalendar().week,
            today=today if this else None,
            dates=[one for one in dates if not this or one[0] >= today],
            over=[one for one in dates if this and one[0] < today],
            before=week_name(period.first - ONE_WEEK),
            asked=week_name(period.first),
            after=week_name(period.first + ONE_WEEK),
        )
    )


@bp.get("/plakat")
@public
@in_public_language
def poster() -> BaseResponse:
    """The week on one sheet of A4, with a code that leads to the page."""
    period = asked_week()
    with reading() as session:
        dates = _by_date(public_days(session, period))
    address = url_for("this_week.week", _external=True)
    return _answer(
        render_template(
            "this_week/poster.html",
            number=period.first.isocalendar().week,
            asked=week_name(period.first),
            dates=dates,
            address=address,
            code=qr_code(address),
        )
    )


@bp.get("/<activity>")
@public
@in_public_language
def offer(activity: str) -> BaseResponse:
    """One offer: what it is, where and for whom, and the next days."""
    with reading() as session:
        found = offer_of(session, activity)
        days = public_days(session, _ahead(), activity)
    coming = [day for day in days if day.ends > here().now][:_MOST]
    return _answer(
        render_template(
            "this_week/offer.html", offer=found, days=coming, links=public_links(activity)
        )
    )


@bp.get("/<activity>/kalender.ics")
@public
def calendar(activity: str) -> BaseResponse:
    """The offer's days from now on, for a calendar program."""
    period = _ahead()
    with reading() as session:
        offer_of(session, activity)
        row = session.scalars(select(Activity).where(Activity.slug == activity)).one()
        days = session.scalars(
            select(Occurrence)
            .where(
                Occurrence.activity_id == row.id,
                Occurrence.day.between(period.first, period.last),
            )
            .order_by(Occurrence.starts)
        )
        body = feeds.calendar(row, district().slug, days, service.place_names(session))
    return calendar_file(body, activity)


def _ahead() -> Period:
    today = local_date(here().now)
    return Period(today, today + _AHEAD)


def _by_date(days: list[PublicDay]) -> Dates:
    return [(day, list(group)) for day, group in groupby(days, key=attrgetter("day"))]


def _answer(page: str) -> BaseResponse:
    """The same for all who read that language, so it may be kept; asked of again each minute."""
    answer = Response(page)
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.vary.add("Accept-Language")
    answer.add_etag()
    return answer.make_conditional(request)
