"""Which rules a request meets, and the local times it touches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from core.bookings.facts import AgreementFacts, OwnedRule, Request, Snapshot
from core.bookings.vocabulary import MIDNIGHT, Companion, Neighbour, Rule, Window
from core.calendar.zones import OSLO, local_date, local_time

T = TypeVar("T")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """A part of a request within one local date. `ends` midnight is the end of that day."""

    day: date
    starts: time
    ends: time

    def within(self, window: Window) -> bool:
        """Whether all of it lies in the window."""
        late = window.ends == MIDNIGHT or (self.ends != MIDNIGHT and self.ends <= window.ends)
        return self.day.weekday() in window.weekdays and window.starts <= self.starts and late

    def touches(self, window: Window) -> bool:
        """Whether any of it lies in the window."""
        before_end = window.ends == MIDNIGHT or self.starts < window.ends
        after_start = self.ends == MIDNIGHT or self.ends > window.starts
        return self.day.weekday() in window.weekdays and before_end and after_start


def pieces(starts: datetime, ends: datetime) -> Iterator[Piece]:
    """The local dates from `starts` to `ends`, each with its times."""
    day, last = local_date(starts), local_date(ends)
    clock = local_time(starts)
    while day < last:
        yield Piece(day, clock, MIDNIGHT)
        day, clock = day + _DAY, MIDNIGHT
    if local_time(ends) > clock or day == local_date(starts):
        yield Piece(day, clock, local_time(ends))


def places_of(rule: Rule, snapshot: Snapshot) -> frozenset[int]:
    """Every place a rule serves. A place that is no longer there serves nothing."""
    if not rule.places:
        return frozenset(snapshot.places)
    named = (snapshot.by_slug(slug) for slug in rule.places)
    return frozenset(row.id for place in named if place for row in snapshot.below(place.id))


def rules_for(request: Request, snapshot: Snapshot) -> list[OwnedRule]:
    """The rules that hold for the place, the activity and the organisation of a request."""
    rooms = {row.id for row in snapshot.below(request.place_id)}
    return [one for one in snapshot.rules if _holds(one.rule, request, snapshot, rooms)]


def _holds(rule: Rule, request: Request, snapshot: Snapshot, rooms: set[int]) -> bool:
    slug = request.organisation.slug
    return (
        (not rule.activities or request.activity.slug in rule.activities)
        and (not rule.organisations or slug in rule.organisations)
        and slug not in rule.except_organisations
        and not rooms.isdisjoint(places_of(rule, snapshot))
    )


def neighbours_matter(place_id: int, snapshot: Snapshot) -> bool:
    """Whether any rule keeps activities of this house apart: it need not be the request's own."""
    house = snapshot.in_house(place_id)
    return any(
        not house.isdisjoint(places_of(one.rule, snapshot))
        for one, _what in of_kind(snapshot.rules, Neighbour)
    )


def of_kind(rules: Sequence[OwnedRule], kind: type[T]) -> Iterator[tuple[OwnedRule, T]]:
    """The rules that ask this, with what they ask."""
    for one in rules:
        if isinstance(one.rule.what, kind):
            yield one, one.rule.what


def rooms_of(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> list[int]:
    """The place with all below it, and the companions that come along; sorted."""
    found = {row.id for row in snapshot.below(request.place_id)}
    for _owned, companion in of_kind(rules, Companion):
        place = snapshot.by_slug(companion.place)
        if place is not None:
            found |= {row.id for row in snapshot.below(place.id)}
    return sorted(found)


def window_on(agreement: AgreementFacts, day: date) -> tuple[datetime, datetime] | None:
    """The moments of an agreement on a local date; None when it does not hold then.

    `ends` midnight is the end of the day; an hour that is missing in March is the one after it.
    """
    ended = agreement.last is not None and day > agreement.last
    given_up = day in agreement.given_up
    if day.weekday() != agreement.weekday or day < agreement.first or ended or given_up:
        return None
    last = day + _DAY if agreement.ends == MIDNIGHT else day
    return _moment(day, agreement.starts), _moment(last, agreement.ends)


def holds_time(request: Request, snapshot: Snapshot) -> bool:
    """Whether a standing agreement of the organisation covers the place and all of the time."""
    line = {row.id for row in snapshot.above(request.place_id)}
    return any(
        agreement.place_id in line and _covers(agreement, request)
        for agreement in snapshot.agreements
        if agreement.organisation.id == request.organisation.id
    )


def _covers(agreement: AgreementFacts, request: Request) -> bool:
    window = window_on(agreement, local_date(request.starts))
    return window is not None and window[0] <= request.starts and request.ends <= window[1]


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, OSLO).astimezone(UTC)
