"""Findings, alternatives and letters, as people and programs read them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import LazyString, format_date, gettext

from core.bookings.facts import Finding, Message, Request, Snapshot, Verdict
from core.bookings.service import may_waive
from core.bookings.words import clock
from core.calendar.zones import OSLO
from core.web.here import access


def say(message: Message) -> str:
    """The sentence in the reader's language."""
    text = message.text
    sentence = str(text) if isinstance(text, LazyString) else gettext(text)
    return str(sentence % dict(message.values) if message.values else sentence)


def when(starts: datetime, ends: datetime) -> str:
    """ "tirsdag 13. oktober kl. 16.00–18.00", local."""
    day = format_date(starts.astimezone(OSLO), "EEEE d. MMMM yyyy")
    return gettext("%(day)s, %(starts)s–%(ends)s", day=day, starts=clock(starts), ends=clock(ends))


def findings(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    """What programs get."""
    return [
        {
            "level": one.level.value,
            "plugin": one.plugin,
            "rule": one.rule,
            "text": say(one.message),
        }
        for verdict in verdicts
        for one in verdict.findings
    ]


def offers(requests: Sequence[Request], snapshot: Snapshot) -> list[dict[str, Any]]:
    """Alternatives, as programs get them; times carry an offset."""
    return [
        {
            "place": snapshot.places[one.place_id].slug,
            "starts": one.starts.astimezone(OSLO).isoformat(),
            "ends": one.ends.astimezone(OSLO).isoformat(),
        }
        for one in requests
    ]


def waivable(verdict: Verdict) -> list[Finding]:
    """The blocking findings, when the person may set all of them aside; else none."""
    blocking = [one for one in verdict.findings if one.level.value == "block"]
    return blocking if all(may_waive(access(), one) for one in blocking) else []
