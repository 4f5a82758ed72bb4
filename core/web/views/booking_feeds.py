"""Calendar feeds of bookings: a secret address for a place, an organisation or an activity."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, gettext
from werkzeug.wrappers import Response as BaseResponse

from core.accounts.roles import Permission
from core.bookings import feed_events, feeds
from core.bookings.feeds import Kind, Subject
from core.db.tenancy import DistrictSession
from core.web.declare import public, requires
from core.web.downloads import calendar_file
from core.web.here import access, district, here, reading, writing

bp = Blueprint("booking_feeds", __name__, url_prefix="/rooms/feeds")
_LANGUAGE = "nb"
_VARIANTS = ("bookings", "whole")
_OF = "/<any(place, organisation, activity):kind>/<slug>"


@dataclass(frozen=True)
class Shown:
    """A feed as the page shows it; no `addresses`: nobody has asked for one yet."""

    of: Subject
    addresses: list[tuple[str, str]]
    may_renew: bool


@bp.get("/")
@requires(Permission.CALENDAR_SEE)
def index() -> str:
    """The addresses of what is chosen: ?place=, ?organisation=, ?activity=."""
    with reading() as session:
        shown = [
            _shown(session, feeds.subject(session, kind, slug))
            for kind in Kind
            if (slug := request.args.get(kind.value))
        ]
    return render_template("rooms/feeds.html", shown=shown)


@bp.post(_OF)
@requires(Permission.CALENDAR_SEE)
def make(kind: str, slug: str) -> BaseResponse:
    """An address, where there was none."""
    with writing() as session:
        of = feeds.subject(session, Kind(kind), slug)
        feeds.make(session, access(), of, here().now)
    return _back(kind, slug)


@bp.post(f"{_OF}/renew")
@requires(Permission.CALENDAR_SEE)
def renew(kind: str, slug: str) -> BaseResponse:
    """A new address; calendars that follow the old one get nothing more."""
    with writing() as session:
        of = feeds.subject(session, Kind(kind), slug)
        feeds.renew(session, access(), of, here().now)
    flash(gettext("The calendar has a new address. Give it to those who followed the old one."))
    return _back(kind, slug)


@bp.get("/<token>/<any(bookings, whole):variant>.ics")
@public
def calendar(token: str, variant: str) -> BaseResponse:
    """Bookings for a calendar program. The address is the key; nobody signs in."""
    with reading() as session:
        of = feeds.of_token(session, token)
        whole = _words() if variant == "whole" else None
        body = feed_events.calendar(session, of, district().slug, here().now, whole)
    return calendar_file(body, of.slug)


def _words() -> feed_events.Words:
    """Those who follow it have not said which language they read."""
    with force_locale(_LANGUAGE):
        return feed_events.Words(
            gettext("Before: %(activity)s"),
            gettext("After: %(activity)s"),
            gettext("Closed"),
            gettext("Outside opening hours"),
        )


def _shown(session: DistrictSession, of: Subject) -> Shown:
    token = feeds.token_of(session, of)
    addresses = [(name, _address(token, name)) for name in _VARIANTS] if token else []
    return Shown(of, addresses, feeds.may_renew(access(), of))


def _address(token: str, variant: str) -> str:
    return url_for("booking_feeds.calendar", token=token, variant=variant, _external=True)


def _back(kind: str, slug: str) -> BaseResponse:
    values: dict[str, Any] = {kind: slug}
    return redirect(url_for("booking_feeds.index", **values), 303)
