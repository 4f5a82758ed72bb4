"""What the letters say: when, and nothing of what or with whom. Several may read one telephone."""

from datetime import datetime

from flask_babel import force_locale

from core.calendar.zones import local_date
from core.web.filters import clock
from core.web.filters import day as day_words
from plugins.paaminnelse.due import Kind
from plugins.paaminnelse.words import gettext

_LANGUAGES = ("nb", "en")
"""Both in every letter, so that nobody's language is kept."""


def letter(kind: Kind, starts: datetime, link: str, now: datetime) -> tuple[str, str]:
    """Subject and body; `starts` is in UTC. `link` takes the reminder away.

    A reminder is written on the day or the one before (`due.is_near`).
    """
    texts = []
    for language in _LANGUAGES:
        with force_locale(language):
            texts.append((_sentence(kind, starts, now), _afterwards(kind, link)))
    body = "\n\n".join(f"{sentence}.\n\n{after}" for sentence, after in texts)
    return texts[0][0], body + "\n"


def _sentence(kind: Kind, starts: datetime, now: datetime) -> str:
    at = {"clock": clock(starts), "day": day_words(starts)}
    if kind is Kind.CANCELLED:
        return str(gettext("Your appointment on %(day)s at %(clock)s is cancelled", **at))
    if kind is Kind.MOVED:
        return str(gettext("Your appointment is moved to %(day)s at %(clock)s", **at))
    if local_date(starts) == local_date(now):
        return str(gettext("Reminder: you have an appointment today at %(clock)s", **at))
    return str(gettext("Reminder: you have an appointment tomorrow at %(clock)s", **at))


def _afterwards(kind: Kind, link: str) -> str:
    if kind is Kind.CANCELLED:
        return str(gettext("You need do nothing."))
    return str(
        gettext("You asked for this letter. Take the reminder away here:\n%(link)s", link=link)
    )
