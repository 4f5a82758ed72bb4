"""The rules' word on what is asked, as pages show it, and what people answer to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from uuid import uuid4

from flask import request
from flask_babel import gettext, ngettext

from core.bookings.alternatives import alternatives
from core.bookings.desk import Desk
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.saving import Waiver
from core.bookings.series import Scope
from core.bookings.service import Wanted, may_waive, passes
from core.bookings.vocabulary import Level
from core.calendar.zones import local_date
from core.problems import N_, Refused
from core.web.booking_words import Told, told, waivable, when
from core.web.forms_bookings import typed_already
from core.web.here import access, reading


@dataclass(frozen=True)
class Offer:
    """An alternative as a page shows it: the words, and the fields one press sends."""

    text: str
    fields: dict[str, object]


@dataclass(frozen=True)
class Question:
    """Whoever holds the time by a standing agreement can be asked for it."""

    agreement: int
    day: date
    holder: str
    activity: str


@dataclass(frozen=True)
class Word:
    """What the rules said of a request: the reasons, and what is free instead.

    `offers` None: it is said of several dates, and nothing is offered. What only `waits` for a yes
    can be saved, and a booking that stands gives up its time by that.
    """

    headline: str
    findings: list[Told]
    offers: list[Offer] | None
    waivable: bool
    displaceable: bool
    blocked: bool
    waits: bool = False
    questions: tuple[Question, ...] = ()


def waiver() -> Waiver | None:
    """The reason typed for setting rules aside. Raises Refused when it is missing."""
    reason = request.form.get("waiver", "").strip()
    if request.form.get("waive") and not reason:
        raise Refused(N_("Write why the rules are set aside."))
    return Waiver(reason) if reason and request.form.get("waive") else None


def asked_scope() -> Scope:
    """Which dates of a series were chosen; one alone unless it says otherwise."""
    try:
        return Scope(request.form.get("scope", Scope.ONE.value))
    except ValueError:
        return Scope.ONE


def word_of(at: Desk, verdict: Verdict, snapshot: Snapshot) -> Word:
    """What is said of one request, with what is free instead where it is refused."""
    asked = verdict.request
    values = {
        "place": snapshot.places[asked.place_id].name,
        "when": when(asked.starts, asked.ends),
    }
    offers: list[Offer] = []
    if verdict.blocked:
        headline = gettext("You cannot book %(place)s %(when)s.", **values)
        with reading() as session:
            found = alternatives(session, asked, at.offered, at.watch, at.now)
        offers = [_offer(one, asked, snapshot) for one in found]
    elif verdict.waits:
        headline = gettext("%(place)s is free %(when)s, and somebody must say yes.", **values)
    else:
        headline = gettext("%(place)s is free %(when)s.", **values)
    may_displace = bool(verdict.may_displace) and len(verdict.findings) <= len(verdict.may_displace)
    return Word(
        headline,
        told(verdict, snapshot),
        offers,
        waivable(verdict),
        may_displace,
        verdict.blocked,
        verdict.waits and not verdict.blocked,
        tuple(_questions(verdict)),
    )


def _questions(verdict: Verdict) -> Iterator[Question]:
    asked = verdict.request
    for one in verdict.at(Level.BLOCK):
        kind, _, number = one.rule.partition(":")
        if kind == "agreement" and not may_waive(access(), one):
            day = local_date(asked.starts)
            yield Question(int(number), day, str(one.owner), asked.activity.slug)


def _offer(one: Request, asked: Request, snapshot: Snapshot) -> Offer:
    place = snapshot.places[one.place_id]
    same = gettext("the same place") if one.place_id == asked.place_id else place.name
    wanted = Wanted(
        place.slug,
        one.activity.slug,
        one.starts,
        one.ends,
        shared=one.shared,
        people=one.people,
        volunteers=one.volunteers,
    )
    fields = {name: _sent(value) for name, value in typed_already(wanted).items() if value}
    fields["press"] = uuid4()
    return Offer(f"{when(one.starts, one.ends)}, {same}", fields)


def _sent(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, time) else value


def word_of_all(verdicts: Sequence[Verdict], snapshot: Snapshot) -> Word:
    """What is said of the dates of a series that cannot be had, or else wait, date by date."""
    refused = [one for one in verdicts if not passes([one], access())]
    shown = refused or [one for one in verdicts if one.waits]
    if refused:
        headline = ngettext(
            "One date cannot be had. Nothing is changed.",
            "%(num)d dates cannot be had. Nothing is changed.",
            len(refused),
        )
    else:
        headline = ngettext(
            "One date is free, and somebody must say yes.",
            "%(num)d dates are free, and somebody must say yes.",
            len(shown),
        )
    findings = [
        replace(one, text=f"{when(verdict.request.starts, verdict.request.ends)}: {one.text}")
        for verdict in shown
        for one in told(verdict, snapshot)
    ]
    blocked = bool(refused)
    return Word(
        headline,
        findings,
        None,
        waivable=False,
        displaceable=False,
        blocked=blocked,
        waits=not blocked,
    )
