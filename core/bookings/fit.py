"""Rules about what fits: people, equipment, hands on duty, sharing, and who is next door."""

from collections.abc import Iterator

from core.bookings.facts import Finding, Message, OwnedRule, Request, Snapshot, Taken
from core.bookings.findings import finding, plain
from core.bookings.scope import of_kind, places_of
from core.bookings.vocabulary import (
    Capacity,
    Exclusive,
    Neighbour,
    RequiresFeature,
    RequiresPeople,
    Rule,
)
from core.problems import N_


def capacity(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """More people than the place, or a rule, has room for."""
    if request.people is None:
        return
    place = snapshot.places[request.place_id]
    if place.capacity is not None and request.people > place.capacity:
        text = N_("There is room for %(n)s people in %(place)s.")
        yield plain("capacity", text, {"n": place.capacity, "place": place.name})
    for one, what in of_kind(rules, Capacity):
        if request.people > what.people:
            text = N_("There is room for %(n)s people here.")
            yield finding(one, snapshot, Message(text, {"n": what.people}))


def features(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """What the place and its house lack."""
    house = snapshot.house(request.place_id)
    there = {word.casefold() for row in snapshot.below(house.id) for word in row.equipment}
    for one, what in of_kind(rules, RequiresFeature):
        if what.feature.casefold() not in there:
            text = N_("%(place)s has no %(feature)s, which is needed.")
            place = snapshot.places[request.place_id].name
            values = {"place": place, "feature": what.feature}
            yield finding(one, snapshot, Message(text, values))


def hands(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """Too few on duty, or nobody has said how many."""
    for one, what in of_kind(rules, RequiresPeople):
        if request.volunteers is None or request.volunteers < what.least:
            text = N_("At least %(n)s people must be on duty.")
            yield finding(one, snapshot, Message(text, {"n": what.least}))


def sharing(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """What must have the place for itself."""
    if request.shared:
        for one, _what in of_kind(rules, Exclusive):
            text = N_("This must have the room for itself. Ask for all of it.")
            yield finding(one, snapshot, Message(text))


def neighbours(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """Who in the same house at the same time does not go together with the request."""
    if next(of_kind(snapshot.rules, Neighbour), None) is None:
        return  # most districts have no such rule, and alternatives ask hundreds of times
    house = snapshot.in_house(request.place_id)
    beside = {
        one.booking_id: one
        for one in snapshot.taken
        if one.room_id in house
        and one.activity.slug != request.activity.slug
        and one.booking_id != request.booking_id
        and one.booked_starts < request.ends
        and request.starts < one.booked_ends
    }
    for other in beside.values():
        for one in _between(request, other, snapshot, rules):
            text = N_("%(activity)s is in the same house then, and does not go together with this.")
            yield finding(one, snapshot, Message(text, {"activity": other.activity.name}))


def _between(
    request: Request, other: Taken, snapshot: Snapshot, rules: list[OwnedRule]
) -> Iterator[OwnedRule]:
    """The neighbour rules that keep the two apart, from either side, each once."""
    mine = [
        one
        for one, what in of_kind(rules, Neighbour)
        if what.keeps(request.activity.tags, other.activity.tags)
    ]
    theirs = [
        one
        for one, what in of_kind(snapshot.rules, Neighbour)
        if what.keeps(other.activity.tags, request.activity.tags)
        and _serves(one.rule, other, snapshot)
    ]
    yield from {(one.plugin, one.rule.key): one for one in (*mine, *theirs)}.values()


def _serves(rule: Rule, other: Taken, snapshot: Snapshot) -> bool:
    return (
        (not rule.activities or other.activity.slug in rule.activities)
        and (not rule.organisations or other.organisation.slug in rule.organisations)
        and other.organisation.slug not in rule.except_organisations
        and other.room_id in places_of(rule, snapshot)
    )
