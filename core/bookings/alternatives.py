"""What to offer instead: three requests that pass every rule."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain

from core.bookings.again import request_again
from core.bookings.facts import PlaceFacts, Request, Snapshot, Verdict
from core.bookings.judging import judge, settled
from core.bookings.looking import Offered, Reach, look
from core.bookings.models import Booking
from core.bookings.watch import Watch
from core.calendar.zones import OSLO, NonexistentTime, to_utc
from core.db.tenancy import DistrictSession

MOST = 3
REACH = Reach(every_room=True, days=timedelta(days=16))
_STEP = timedelta(minutes=30)
_HOURS = 4
_MOST_ASKED = 400


def instead(
    session: DistrictSession,
    row: Booking,
    offered: Offered,
    watch: Watch,
    now: datetime,
    after: Sequence[Verdict] = (),
) -> list[Request]:
    """What to offer whoever loses a booking."""
    return alternatives(session, request_again(session, row), offered, watch, now, after)


def alternatives(
    session: DistrictSession,
    request: Request,
    offered: Offered,
    watch: Watch,
    now: datetime,
    after: Sequence[Verdict] = (),
) -> list[Request]:
    """Up to three times or places near what was asked for, each free for the asking now.

    Another time in the same place first, then another place at the same time, then both; none of
    them waits for approval. Fewer than three where two weeks hold no more. `after` are verdicts
    that are about to be saved: what they take is not offered.
    """
    asked = replace(request, displace=False, series=(), asked=None)
    snapshot = settled(look(session, [asked], offered, now, REACH), after)
    found: list[Request] = []
    for group in (_times(asked), _places(asked, snapshot), _both(asked, snapshot)):
        found += _passing(group, snapshot, watch, 1, found)
    rest = chain(_times(asked), _places(asked, snapshot), _both(asked, snapshot))
    return found + _passing(rest, snapshot, watch, MOST - len(found), found)


def _passing(
    candidates: Iterator[Request],
    snapshot: Snapshot,
    watch: Watch,
    wanted: int,
    known: list[Request],
) -> list[Request]:
    found: list[Request] = []
    for number, one in enumerate(candidates):
        if len(found) >= wanted or number >= _MOST_ASKED:
            break
        if one.starts <= snapshot.now or one in known or one in found:
            continue
        verdict = judge(one, snapshot, watch)
        if not verdict.blocked and not verdict.waits:
            found.append(one)
    return found


def _times(asked: Request) -> Iterator[Request]:
    """The same place: within four hours that day, then the same hours on the next 14 days."""
    for steps in range(1, 2 * _HOURS + 1):
        for direction in (1, -1):
            yield _moved(asked, asked.starts + direction * steps * _STEP)
    for days in range(1, 15):
        on = _same_clock(asked, days)
        if on is not None:
            yield _moved(asked, on)


def _places(asked: Request, snapshot: Snapshot) -> Iterator[Request]:
    """Another place at the same time: those in the same house first, then the rest."""
    here = snapshot.house(asked.place_id).id
    others = [one for one in snapshot.places.values() if _fits(one, asked)]
    for place in sorted(others, key=lambda one: (snapshot.house(one.id).id != here, one.name)):
        yield replace(asked, place_id=place.id)


def _both(asked: Request, snapshot: Snapshot) -> Iterator[Request]:
    for place in _places(asked, snapshot):
        yield from _times(place)


def _fits(place: PlaceFacts, asked: Request) -> bool:
    small = asked.people and place.capacity is not None and place.capacity < asked.people
    return place.id != asked.place_id and not place.archived and not small


def _moved(asked: Request, starts: datetime) -> Request:
    return replace(asked, starts=starts, ends=starts + (asked.ends - asked.starts))


def _same_clock(asked: Request, days: int) -> datetime | None:
    local = asked.starts.astimezone(OSLO)
    try:
        return to_utc(local.date() + timedelta(days=days), local.time())
    except NonexistentTime:
        return None
