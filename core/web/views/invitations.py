"""An invitation to one day of an offer: a poster, texts to copy, and a file for the calendar."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for
from flask_babel import force_locale, gettext
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.calendar.counting_year import Period
from core.counts.days import day_by_key
from core.db.tenancy import DistrictSession
from core.languages import NORWEGIAN, PUBLIC_LANGUAGES
from core.problems import NotFound
from core.schedules import feeds, service
from core.schedules.models import Activity, Occurrence
from core.schedules.public import PublicDay, public_days
from core.web.declare import requires
from core.web.downloads import calendar_file
from core.web.filters import clock, day
from core.web.here import district, reading
from core.web.public_languages import in_public_language
from core.web.qr import qr_code

bp = Blueprint("invitations", __name__, url_prefix="/activities/<activity>/days/<key>/invitation")


@bp.get("")
@requires(Permission.CALENDAR_SEE)
def show(activity: str, key: str) -> str:
    """The texts in the language that is asked for (?to=ar), and where the poster is."""
    language = PUBLIC_LANGUAGES.get(request.args.get("to", ""), NORWEGIAN)
    with reading() as session:
        row, asked = _asked(session, activity, key)
        with force_locale(language.code):
            texts = _texts(asked, _address(activity, language.code))
    return render_template(
        "invitations/show.html",
        activity=row,
        key=key,
        asked=asked,
        texts=texts,
        language=language,
        languages=PUBLIC_LANGUAGES.values(),
    )


@bp.get("/poster")
@requires(Permission.CALENDAR_SEE)
@in_public_language
def poster(activity: str, key: str) -> str:
    """One sheet of A4, with a code that leads to the offer's public page."""
    with reading() as session:
        _row, asked = _asked(session, activity, key)
    address = _address(activity)
    return render_template(
        "invitations/poster.html", asked=asked, key=key, address=address, code=qr_code(address)
    )


@bp.get("/calendar.ics")
@requires(Permission.CALENDAR_SEE)
def calendar(activity: str, key: str) -> Response:
    """The one day, for a calendar program."""
    with reading() as session:
        row, _day = _asked(session, activity, key)
        number = day_by_key(session, row.id, key).id
        days = session.scalars(select(Occurrence).where(Occurrence.id == number))
        body = feeds.calendar(row, district().slug, days, service.place_names(session))
    return calendar_file(body, f"{activity}-{key}")


def _asked(session: DistrictSession, slug: str, key: str) -> tuple[Activity, PublicDay]:
    row = session.scalar(select(Activity).where(Activity.slug == slug))
    if row is None:
        raise NotFound
    wanted = day_by_key(session, row.id, key)
    for one in public_days(session, Period(wanted.day, wanted.day), slug):
        if one.starts == wanted.starts:
            return row, one
    raise NotFound


def _address(activity: str, language: str | None = None) -> str:
    return url_for("this_week.offer", activity=activity, lang=language, _external=True)


def _texts(one: PublicDay, address: str) -> Mapping[str, str]:
    """What to paste where, in the language of the locale. Names and themes stay as written."""
    offer = one.offer
    title = f"{offer.name}: {one.title}" if one.title else offer.name
    when = f"{day(one.day)} {clock(one.starts)}–{clock(one.ends)}"
    where = ", ".join(
        part for part in (one.place and one.place.name, one.place and one.place.within) if part
    )
    free = gettext("Free of charge")
    facts = [
        f"{gettext('Where')}: {where}" if where else None,
        f"{gettext('For whom')}: {offer.audience}" if offer.audience else None,
        f"{gettext('Price')}: {free}",
    ]
    return {
        "whatsapp": _lines(f"*{title}*", when, where or None, free, address),
        "facebook": _lines(title, offer.description, "", when, *facts, "", address),
        "school": _lines(title, when, *facts, address),
    }


def _lines(*lines: str | None) -> str:
    return "\n".join(line for line in lines if line is not None)
