"""Calendar feeds: a secret address for each activity, which its leader can renew."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from core.accounts.roles import Permission
from core.problems import NotFound
from core.schedules import feeds, service
from core.schedules.models import Activity, Occurrence
from core.web.declare import public, requires
from core.web.downloads import calendar_file
from core.web.here import access, district, here, reading, writing

bp = Blueprint("feeds", __name__, url_prefix="")


@bp.get("/feeds/<token>.ics")
@public
def calendar(token: str) -> BaseResponse:
    """The days of the activity with this secret. The address is the key; nobody signs in."""
    with reading() as session:
        activity = session.scalar(select(Activity).where(Activity.feed_token == token))
        if activity is None:
            raise NotFound
        days = session.scalars(
            select(Occurrence)
            .where(Occurrence.activity_id == activity.id)
            .order_by(Occurrence.starts)
        )
        places = service.place_names(session)
        body = feeds.calendar(activity, district().slug, days, places)
        slug = activity.slug
    return calendar_file(body, slug)


@bp.post("/activities/<activity>/feed")
@requires(Permission.ACTIVITY_EDIT)
def renew(activity: str) -> BaseResponse:
    """A new address; calendars that follow the old one get nothing more."""
    with writing() as session:
        row = service.to_edit(session, access(), activity)
        service.renew_feed(session, access(), row, here().now)
    flash(gettext("The calendar has a new address. Give it to those who followed the old one."))
    return redirect(url_for("activities.show", activity=activity), 303)
