"""What rules are asked about: a request, and an immutable picture of what was known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import TypeAlias

from core.bookings.vocabulary import Level, Rule
from core.text import Text


@dataclass(frozen=True)
class PlaceFacts:
    """A place. `hours` are (weekday, opens, closes), local; none: always open."""

    id: int
    slug: str
    name: str
    parent_id: int | None
    capacity: int | None
    lanes: int
    equipment: frozenset[str]
    hours: tuple[tuple[int, time, time], ...]
    archived: bool


@dataclass(frozen=True)
class ActivityFacts:
    """An activity and the organisation it belongs to."""

    id: int
    slug: str
    name: str
    organisation_id: int
    plugin: str | None
    tags: frozenset[str]


@dataclass(frozen=True)
class OrganisationFacts:
    """An organisation, by its short name and what people call it."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Request:
    """One time in one place. `starts` and `ends` are UTC, half-open.

    `booking_id` is the booking that is moved or decided on: it is not in its own way. `series` are
    all times asked for together, this one among them. `displace`: the holder of a standing
    agreement takes back what others were given after its release. `asked` is when it was asked
    for, which is before now for what has waited since; None is now. `begun`: a room somebody is in,
    wanted longer.
    """

    place_id: int
    activity: ActivityFacts
    organisation: OrganisationFacts
    starts: datetime
    ends: datetime
    actor: str
    shared: bool = False
    people: int | None = None
    volunteers: int | None = None
    booking_id: int | None = None
    series: tuple[tuple[datetime, datetime], ...] = ()
    displace: bool = False
    asked: datetime | None = None
    begun: bool = False


@dataclass(frozen=True)
class Taken:
    """What another booking takes of a room, buffers included, and the time it was asked for.

    `released` are the agreements, by id, whose release it was given because of.
    """

    booking_id: int
    room_id: int
    starts: datetime
    ends: datetime
    lane_from: int
    lane_to: int
    booked_starts: datetime
    booked_ends: datetime
    activity: ActivityFacts
    organisation: OrganisationFacts
    shared: bool
    released: tuple[int, ...] = ()


@dataclass(frozen=True)
class AgreementFacts:
    """A standing agreement; times are local, `first` and `last` inclusive.

    On the dates of `given_up` it does not hold.
    """

    id: int
    organisation: OrganisationFacts
    place_id: int
    weekday: int
    starts: time
    ends: time
    first: date
    last: date | None
    release_days: int
    notice_days: int
    given_up: frozenset[date] = frozenset()


@dataclass(frozen=True)
class OnDuty:
    """Somebody's role on a planned day. `starts` and `ends` are UTC, half-open."""

    person_id: int
    role: str
    activity_id: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Used:
    """One booking that counts against quotas."""

    booking_id: int
    place_id: int
    starts: datetime
    ends: datetime
    organisation_id: int
    activity_id: int
    actor: str


@dataclass(frozen=True)
class OwnedRule:
    """A rule and whose it is: a plugin by name and title, or nobody's but the district's."""

    rule: Rule
    plugin: str | None
    owner: Text | None


@dataclass(frozen=True)
class Fault:
    """A plugin that could not say its rules, and the places its last good ones named.

    One that raises or is slow blocks them; one that is held back lets them wait for a yes.
    """

    plugin: str
    title: Text
    places: tuple[str, ...]
    level: Level


@dataclass(frozen=True)
class Snapshot:
    """What was known when the rules were asked. `now` is UTC; `versions` are those it read.

    `on_duty` is who is assigned to days at the requests' times, whatever the activity; nobody where
    no plugin's own rule is asked.
    """

    now: datetime
    places: Mapping[int, PlaceFacts]
    organisations: Mapping[int, OrganisationFacts]
    agreements: tuple[AgreementFacts, ...]
    rules: tuple[OwnedRule, ...]
    taken: tuple[Taken, ...]
    used: tuple[Used, ...] = ()
    faults: tuple[Fault, ...] = ()
    on_duty: tuple[OnDuty, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def in_room(self) -> Mapping[int, tuple[Taken, ...]]:
        """What is taken, by room: alternatives ask this hundreds of times."""
        found: dict[int, list[Taken]] = {}
        for one in self.taken:
            found.setdefault(one.room_id, []).append(one)
        return {room: tuple(takes) for room, takes in found.items()}

    @cached_property
    def _inside(self) -> Mapping[int | None, tuple[PlaceFacts, ...]]:
        """What lies directly in each place: every rule asks what is below some place."""
        found: dict[int | None, list[PlaceFacts]] = {}
        for one in self.places.values():
            found.setdefault(one.parent_id, []).append(one)
        return {parent: tuple(places) for parent, places in found.items()}

    def below(self, place_id: int) -> Iterator[PlaceFacts]:
        """The place and everything in it."""
        waiting = [self.places[place_id]]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(self._inside.get(one.id, ()))

    def above(self, place_id: int) -> Iterator[PlaceFacts]:
        """The place and everything it lies in, the nearest first."""
        found = self.places.get(place_id)
        while found is not None:
            yield found
            found = self.places.get(found.parent_id) if found.parent_id is not None else None

    def house(self, place_id: int) -> PlaceFacts:
        """The building a room is in. A root with houses that have rooms is a whole property."""
        line = list(self.above(place_id))
        property_ = any(row.id in self._inside for row in self._inside.get(line[-1].id, ()))
        return line[-2] if property_ and len(line) > 1 else line[-1]

    def in_house(self, place_id: int) -> frozenset[int]:
        """The ids of all places of the house a room is in."""
        return frozenset(row.id for row in self.below(self.house(place_id).id))

    def by_slug(self, slug: str) -> PlaceFacts | None:
        """The place with that short name."""
        return next((row for row in self.places.values() if row.slug == slug), None)


Values: TypeAlias = Mapping[str, object]


@dataclass(frozen=True)
class Message:
    """A sentence: a message id and its values, or a plugin's own lazy text."""

    text: Text
    values: Values = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What one rule has to say. `approver` is who approves or waives; None is the district's
    administrator. A finding that is not `waivable` cannot be set aside by anybody.
    """

    level: Level
    rule: str
    message: Message
    plugin: str | None = None
    owner: Text | None = None
    approver: int | None = None
    waivable: bool = True


@dataclass(frozen=True)
class TakeFacts:
    """What a booking would take of a room; times include the buffers."""

    room_id: int
    starts: datetime
    ends: datetime
    lane_from: int
    lane_to: int


@dataclass(frozen=True)
class Verdict:
    """Every rule's word on a request, what it would take, and whom it displaces.

    `may_displace`: what is in the way could be put aside, if the person asked for that.
    `released`: the agreements of others that leave it the time, by id.
    """

    request: Request
    findings: tuple[Finding, ...]
    takes: tuple[TakeFacts, ...]
    displaces: tuple[int, ...] = ()
    may_displace: tuple[int, ...] = ()
    released: tuple[int, ...] = ()

    def at(self, level: Level) -> tuple[Finding, ...]:
        """The findings of one level."""
        return tuple(one for one in self.findings if one.level is level)

    @property
    def blocked(self) -> bool:
        """Whether anything refuses it."""
        return bool(self.at(Level.BLOCK))

    @property
    def waits(self) -> bool:
        """Whether it is allowed when somebody has said yes."""
        return not self.blocked and bool(self.at(Level.APPROVE))
