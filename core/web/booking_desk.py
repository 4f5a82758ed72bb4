"""The desk of the request at hand, and the letters it writes."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale, gettext
from sqlalchemy import select

from core.accounts.models import User
from core.bookings import letters
from core.bookings.desk import Desk, News
from core.bookings.facts import Request
from core.bookings.models import Booking, Claim
from core.db.tenancy import DistrictSession
from core.places.models import Place
from core.schedules.models import Activity
from core.web.booking_words import when
from core.web.here import access, district, here, platform

_LANGUAGE = "nb"


def desk() -> Desk:
    """Where this request's actor asks for places."""
    book = platform().rulebook
    offered = book.offered(district(), here().enabled, here().held_back, here().now)
    return Desk(
        platform().database,
        district().id,
        access(),
        book.watch,
        offered,
        tell,
        here().now,
    )


def tell(
    session: DistrictSession,
    row: Booking | Claim,
    news: News,
    offer: Sequence[Request],
    now: datetime,
) -> None:
    """Write to the user who asked, in the district's language; programs and commands get none."""
    kind, _, number = row.created_by.partition(":")
    if kind != "user":
        return
    recipient = session.scalar(select(User.email).where(User.id == int(number)))
    if recipient is None:
        return
    places = {one.id: one.name for one in session.scalars(select(Place))}
    activity = session.scalars(select(Activity).where(Activity.id == row.activity_id)).one()
    with force_locale(_LANGUAGE):
        what = f"{activity.name}, {places[row.place_id]}, {when(row.starts, row.ends)}"
        lines = [_sentence(news), "", what]
        reason = getattr(row, "reason", None)
        if reason:
            lines += ["", gettext(reason)]
        if offer and news is not News.OFFERED:
            lines += ["", gettext("This is free now:")]
            lines += [f"- {places[one.place_id]}, {when(one.starts, one.ends)}" for one in offer]
        subject = f"{_subject(news)}: {activity.name}"
    letters.write(session, recipient, subject, "\n".join(lines) + "\n", now)


def _subject(news: News) -> str:
    words: dict[News, str] = {
        News.APPROVED: gettext("Your booking is approved"),
        News.REJECTED: gettext("Your booking was not approved"),
        News.LOST: gettext("The time was given to another"),
        News.DISPLACED: gettext("Your booking had to give way"),
        News.OFFERED: gettext("The time you wanted is free"),
    }
    return words[news]


def _sentence(news: News) -> str:
    words: dict[News, str] = {
        News.APPROVED: gettext("The booking is approved, and the place is yours."),
        News.REJECTED: gettext("The booking was not approved."),
        News.LOST: gettext("Another booking has taken the time you asked for."),
        News.DISPLACED: gettext(
            "The holder of the standing agreement took the time back, as the agreement says."
        ),
        News.OFFERED: gettext(
            "A date you wanted has come free. Take it within three days, or it goes to the next."
        ),
    }
    return words[news]
