"""A page of the rooms' calendar: made once for everybody who may see the same, then kept.

What is kept holds nothing of a person or a session; the frame around it is made each time. The tag
a browser shows again says all that the whole page depends on, so that an unchanged page costs one
query and no bytes.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.metadata import version

from flask import Response, render_template, request, session
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from core.accounts.roles import Permission
from core.bookings.blocks import blocks, bounds
from core.bookings.calendar import (
    Filters,
    Grounds,
    Names,
    grounds,
    half_hour,
    names,
)
from core.bookings.rooms_version import rooms_version
from core.calendar.counting_year import Period
from core.calendar.formats import day_words
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.problems import NotFound
from core.schedules.notes import marks_in
from core.web.here import access, here, platform, reading
from core.web.languages import language
from core.web.room_cells import rows

_DAY = timedelta(days=1)
_PROGRAM = version("innbyggerbasen")


@dataclass(frozen=True)
class RoomsPage:
    """What somebody opens. `focus` is the day a phone shows; `place` is whose month it is."""

    kind: str
    period: Period
    focus: date
    before: date
    filters: Filters
    place: str | None = None

    @property
    def days(self) -> list[date]:
        """Every date shown."""
        return [self.period.first + n * _DAY for n in range(self.period.days)]


def answer(page: RoomsPage) -> BaseResponse:
    """The page, or 304 where the asker has it already."""
    now = here().now
    ahead = _ahead(page.period, now)
    today = local_date(now) if local_date(now) in page.period else None
    with reading() as rows_here:
        shown = (rooms_version(rows_here), page, ahead, today, language(), *_of_district())
        tag = _tag(shown)
        if not _has_messages() and request.if_none_match.contains_weak(tag):
            return _marked(Response(status=304), tag)
        heading, content = platform().kept.get(shown, lambda: _made(rows_here, page, ahead, today))
    told = _has_messages()
    made = Markup(content)  # noqa: S704 (a template made it)
    body = render_template("rooms/page.html", heading=heading, content=made, page=page)
    return Response(body) if told else _marked(Response(body), tag)


def _of_district() -> tuple[object, ...]:
    """What a page depends on that the gate has read already."""
    known = here()
    return (
        known.district,
        tuple(sorted(known.enabled | known.held_back)),
        access().may(Permission.BOOK),
        _PROGRAM,
    )


def _tag(shown: tuple[object, ...]) -> str:
    """All of the page, frame and form tokens too: another person or sign-in is another page."""
    if "csrf_token" not in session:
        generate_csrf()  # the page will hold it
    actor = access().actor
    mine = (
        actor.reference,
        actor.name,
        sorted(access().roles),
        session.get("_user_id"),
        session.get("csrf_token"),
        here().accessibility_url,
        request.url,
    )
    return hashlib.sha256(repr((shown, mine)).encode()).hexdigest()[:32]


def _has_messages() -> bool:
    """Whether the page would tell of something just done: it is shown once."""
    return "_flashes" in session


def _marked(response: Response, tag: str) -> BaseResponse:
    """Weak: a form token is signed anew each time, and means the same."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(tag, weak=True)
    return response


def _ahead(period: Period, now: datetime) -> datetime:
    """From when time can be booked, as far as this page can tell."""
    begins, ends = bounds(period)
    return min(max(half_hour(now), begins), ends)


def _made(
    session: DistrictSession, page: RoomsPage, ahead: datetime, today: date | None
) -> tuple[str, str]:
    """The heading and the content."""
    places, who = grounds(session), names(session)
    heading = _heading(page, places)
    marks = marks_in(session, page.period, language())
    found = blocks(session, page.period)
    content = render_template(
        f"rooms/_{page.kind}.html",
        page=page,
        heading=heading,
        rows=rows(places, who, found, page.days, page.filters, ahead, today),
        days=[(one, marks.get(one)) for one in page.days],
        today=today,
        after=page.period.last + _DAY,
        choices=_choices(places, who),
    )
    return heading, content


def _heading(page: RoomsPage, places: Grounds) -> str:
    if page.place is not None:
        found = (name for _depth, slug, name in places.choices if slug == page.place)
        heading = next(found, None)
        if heading is None:
            raise NotFound
        return heading
    if page.period.days == 1:
        return day_words(page.focus, language())
    return str(gettext("The rooms in week %(number)s", number=page.period.first.isocalendar().week))


def _choices(places: Grounds, who: Names) -> dict[str, list[tuple[str, str]]]:
    organisations = [(one.name, one.slug) for one in who.organisations.values() if one.kept]
    return {
        "place": [(slug, "\u2003" * depth + name) for depth, slug, name in places.choices],
        "organisation": [(slug, name) for name, slug in sorted(organisations)],
        "activity": [(one.slug, one.name) for one in who.activities.values() if one.kept],
    }
