"""Every rule's word on a request. All of them are asked, whatever the first ones say."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.bookings.facts import (
    Fault,
    Finding,
    Message,
    OwnedRule,
    Request,
    Snapshot,
    TakeFacts,
    Taken,
    Verdict,
)
from core.bookings.findings import finding, plain
from core.bookings.first_rights import displaceable, first_rights, released
from core.bookings.fit import capacity, features, hands, neighbours, sharing
from core.bookings.occupancy import conflicts, occupancy
from core.bookings.quotas import frequencies, quotas
from core.bookings.scope import of_kind, rules_for
from core.bookings.times import approval, length, notice, opening, past
from core.bookings.vocabulary import Level, Own
from core.bookings.watch import NoAnswer, Watch
from core.problems import N_
from core.text import Text

_log = logging.getLogger(__name__)
FIRST_SETTLED = -1
"""The id of what the first verdict takes, in a picture of how it will be."""
_CHECKS = (
    opening,
    length,
    notice,
    capacity,
    features,
    hands,
    sharing,
    neighbours,
    quotas,
    frequencies,
    approval,
)


def judge(request: Request, snapshot: Snapshot, watch: Watch) -> Verdict:
    """What may be said against the request, what it would take, and whom it would displace.

    Pure but for plugins' own rules, which `watch` keeps within their time.
    """
    rules = rules_for(request, snapshot)
    weak = displaceable(request, snapshot)
    found = occupancy(request, snapshot, rules, weak)
    findings = [
        *past(request, snapshot),
        *_archived(request, snapshot),
        *conflicts(request, found, snapshot),
        *first_rights(request, snapshot),
        *(one for check in _CHECKS for one in check(request, snapshot, rules)),
        *_own(request, snapshot, rules, watch),
        *_faults(request, snapshot),
    ]
    blocking = {one.booking_id for one in found.in_the_way}
    may = tuple(sorted(blocking)) if blocking and blocking <= weak else ()
    left = released(request, snapshot)
    return Verdict(request, tuple(findings), found.takes, found.displaces, may, left)


def judge_all(requests: Sequence[Request], snapshot: Snapshot, watch: Watch) -> tuple[Verdict, ...]:
    """The verdicts on requests that are saved together, in order.

    Bookings among them leave where they were; each request is in the way of those after it.
    """
    moving = {one.booking_id for one in requests}
    taken = [one for one in snapshot.taken if one.booking_id not in moving]
    used = tuple(one for one in snapshot.used if one.booking_id not in moving)
    verdicts: list[Verdict] = []
    for number, request in enumerate(requests, 1):
        verdict = judge(request, replace(snapshot, taken=tuple(taken), used=used), watch)
        verdicts.append(verdict)
        if not verdict.blocked:
            # What waits puts nobody aside yet
            gone = () if verdict.waits else verdict.displaces
            taken = [one for one in taken if one.booking_id not in gone]
            taken += _taken_by(verdict, -number)
    return tuple(verdicts)


def settled(snapshot: Snapshot, verdicts: Sequence[Verdict]) -> Snapshot:
    """What would be known when the verdicts had been saved; their ids go down from -1."""
    gone = {number for one in verdicts for number in (one.request.booking_id, *one.displaces)}
    taken = [one for one in snapshot.taken if one.booking_id not in gone]
    for number, verdict in enumerate(verdicts):
        taken += _taken_by(verdict, FIRST_SETTLED - number)
    return replace(snapshot, taken=tuple(taken))


def _taken_by(verdict: Verdict, number: int) -> list[Taken]:
    return [_taken(number, verdict.request, one) for one in verdict.takes]


def _taken(number: int, request: Request, one: TakeFacts) -> Taken:
    return Taken(
        number,
        one.room_id,
        one.starts,
        one.ends,
        one.lane_from,
        one.lane_to,
        request.starts,
        request.ends,
        request.activity,
        request.organisation,
        request.shared,
    )


def _archived(request: Request, snapshot: Snapshot) -> Iterator[Finding]:
    place = snapshot.places[request.place_id]
    if place.archived:
        text = N_("%(place)s is no longer in use. Choose another place.")
        yield plain("archived", text, {"place": place.name}, waivable=False)


def _own(
    request: Request, snapshot: Snapshot, rules: list[OwnedRule], watch: Watch
) -> Iterator[Finding]:
    for one, what in of_kind(rules, Own):
        plugin = one.plugin or ""
        try:
            answers = watch.call(plugin, lambda what=what: what.check(request, snapshot))  # type: ignore[misc]
            if not _are_texts(answers):
                raise watch.fail(plugin, f"{plugin} answered {answers!r:.80}")
        except NoAnswer as error:
            _log.warning("the rule %s of %s: %s", one.rule.key, plugin, error)
            yield silent(plugin, one.owner or plugin, one.rule.key)
        else:
            yield from (finding(one, snapshot, Message(text)) for text in answers)


def silent(plugin: str, title: Text, rule: str, level: Level = Level.BLOCK) -> Finding:
    """The finding of a plugin that does not answer: it blocks by name."""
    if level is Level.APPROVE:
        text = N_("%(plugin)s is out of use, so its rooms wait for the administrator's yes.")
    else:
        text = N_(
            "%(plugin)s does not answer, so its rooms cannot be booked now. Try again in a minute."
        )
    return Finding(level, rule, Message(text, {"plugin": title}), plugin=plugin, owner=title)


def _faults(request: Request, snapshot: Snapshot) -> Iterator[Finding]:
    rooms = {row.slug for row in snapshot.below(request.place_id)}
    rooms |= {row.slug for row in snapshot.above(request.place_id)}
    for fault in snapshot.faults:
        if _touches(fault, rooms):
            yield silent(fault.plugin, fault.title, "booking_rules", fault.level)


def _touches(fault: Fault, rooms: set[str]) -> bool:
    return not rooms.isdisjoint(fault.places)


def _are_texts(answers: object) -> bool:
    return isinstance(answers, list | tuple) and all(isinstance(one, Text) for one in answers)
