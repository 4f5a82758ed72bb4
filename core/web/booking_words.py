"""Findings, alternatives and letters, as people and programs read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString, gettext

from core.bookings.facts import Finding, Message, Request, Snapshot, Verdict
from core.bookings.service import may_waive
from core.bookings.vocabulary import Level
from core.bookings.words import clock
from core.calendar import formats
from core.calendar.zones import OSLO
from core.problems import N_, Refused
from core.web.here import access
from core.web.languages import language


def say(message: Message) -> str:
    """The sentence in the reader's language."""
    text = message.text
    sentence = str(text) if isinstance(text, LazyString) else gettext(text)
    return str(sentence % dict(message.values) if message.values else sentence)


def when(starts: datetime, ends: datetime) -> str:
    """ "tirsdag 13. oktober 2026 kl. 16.00–18.00", local."""
    local = starts.astimezone(OSLO)
    day = formats.day_words(local.date(), language())
    times = f"{clock(starts)}–{clock(ends)}"
    return str(gettext("%(day)s %(year)s at %(times)s", day=day, year=local.year, times=times))


def room_refused(verdicts: Iterable[Verdict]) -> Refused:
    """Why days cannot have their room, as one sentence after the other at the field."""
    reasons = {
        f"{when(verdict.request.starts, verdict.request.ends)}: {say(one.message)}"
        for verdict in verdicts
        for one in verdict.at(Level.BLOCK)
    }
    text = N_("The place cannot be had. %(reasons)s")
    return Refused(text, field="place", reasons=" ".join(sorted(reasons)))


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


@dataclass(frozen=True)
class Told:
    """A finding as a page shows it: the sentence, whose rule, and who may set it aside."""

    level: str
    text: str
    owner: str | None
    who: str | None


def told(verdict: Verdict, snapshot: Snapshot) -> list[Told]:
    """The findings for a page, the hardest first."""
    order = {"block": 0, "approve": 1, "warn": 2}
    return [
        Told(one.level.value, say(one.message), _owner(one), _who(one, snapshot))
        for one in sorted(verdict.findings, key=lambda one: order[one.level.value])
    ]


def waivable(verdict: Verdict) -> bool:
    """Whether the person may set aside everything that blocks."""
    blocking = verdict.at(Level.BLOCK)
    return bool(blocking) and all(may_waive(access(), one) for one in blocking)


def _owner(one: Finding) -> str | None:
    return str(one.owner) if one.owner is not None else None


def _who(one: Finding, snapshot: Snapshot) -> str | None:
    if one.level is Level.WARN or not one.waivable:
        return None
    if one.approver is None:
        return str(gettext("the district's administrator"))
    name = snapshot.organisations[one.approver].name
    return str(gettext("the leader at %(organisation)s", organisation=name))
