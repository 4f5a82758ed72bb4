"""What a request would take, and who is in its way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.bookings.facts import Finding, OwnedRule, Request, Snapshot, TakeFacts, Taken
from core.bookings.findings import plain
from core.bookings.scope import of_kind, rooms_of
from core.bookings.vocabulary import Buffer
from core.bookings.words import clock, span
from core.problems import N_


@dataclass(frozen=True)
class Occupancy:
    """The rooms a request would take, the bookings in its way, and those it puts aside."""

    takes: tuple[TakeFacts, ...]
    in_the_way: tuple[Taken, ...]
    displaces: tuple[int, ...]


def occupancy(
    request: Request,
    snapshot: Snapshot,
    rules: list[OwnedRule],
    displaceable: frozenset[int],
) -> Occupancy:
    """Find a free lane in every room; an exclusive request needs all lanes of each.

    `displaceable` are bookings the request may put aside, when it asks to.
    """
    rooms, starts, ends = reach(request, snapshot, rules)
    weak = displaceable if request.displace else frozenset[int]()
    takes: list[TakeFacts] = []
    in_the_way: dict[int, Taken] = {}
    displaced: set[int] = set()
    for room_id in rooms:
        others = [
            one
            for one in snapshot.in_room.get(room_id, ())
            if one.booking_id != request.booking_id and one.starts < ends and starts < one.ends
        ]
        lanes = snapshot.places[room_id].lanes
        lane = _free(others, lanes, shared=request.shared)
        if lane is None and weak:
            lane = _free(
                [one for one in others if one.booking_id not in weak], lanes, shared=request.shared
            )
            if lane is not None:
                displaced |= {one.booking_id for one in others if _meets(one, lane)}
        if lane is None:
            in_the_way |= {one.booking_id: one for one in others}
        else:
            takes.append(TakeFacts(room_id, starts, ends, *lane))
    return Occupancy(tuple(takes), tuple(in_the_way.values()), tuple(sorted(displaced)))


def reach(
    request: Request, snapshot: Snapshot, rules: list[OwnedRule]
) -> tuple[list[int], datetime, datetime]:
    """The rooms a request is for, companions too, and from when to when with its buffers."""
    before, after = buffers(rules)
    rooms = rooms_of(request, snapshot, rules)
    return rooms, request.starts - before, request.ends + after


def buffers(rules: Sequence[OwnedRule]) -> tuple[timedelta, timedelta]:
    """The longest time before and after that any rule asks for."""
    asked = [what for _one, what in of_kind(rules, Buffer)]
    before = max((what.before for what in asked), default=0)
    after = max((what.after for what in asked), default=0)
    return timedelta(minutes=before), timedelta(minutes=after)


def conflicts(request: Request, found: Occupancy, snapshot: Snapshot) -> Iterator[Finding]:
    """What to say of each booking in the way: itself, or the time kept free beside it."""
    for other in sorted(found.in_the_way, key=lambda one: (one.booked_starts, one.booking_id)):
        values: dict[str, object] = {
            "place": snapshot.places[other.room_id].name,
            "activity": other.activity.name,
            "organisation": other.organisation.name,
            "times": span(other.booked_starts, other.booked_ends),
        }
        if other.booked_starts < request.ends and request.starts < other.booked_ends:
            text = N_("%(activity)s (%(organisation)s) has %(place)s %(times)s.")
        elif other.booked_ends <= request.starts:
            values["clock"] = clock(other.booked_ends)
            text = N_("The time after %(activity)s, which ends at %(clock)s, is kept for clearing.")
        else:
            values["clock"] = clock(other.booked_starts)
            text = N_("The time before %(activity)s, which starts at %(clock)s, must stay free.")
        yield plain("occupied", text, values, waivable=False)


def _free(others: Sequence[Taken], lanes: int, *, shared: bool) -> tuple[int, int] | None:
    if not shared:
        return None if others else (0, lanes)
    for lane in range(lanes):
        if not any(_meets(one, (lane, lane + 1)) for one in others):
            return lane, lane + 1
    return None


def _meets(one: Taken, lanes: tuple[int, int]) -> bool:
    """Who has a room alone has every lane there is, also those it got since."""
    return not one.shared or (one.lane_from < lanes[1] and lanes[0] < one.lane_to)
