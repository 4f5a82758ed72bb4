"""What to offer instead: three requests that pass every rule."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import chain, islice

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
    asked = _alone(request)
    snapshot = settled(look(session, [asked], offered, now, REACH), after)
    return _free(asked, snapshot, watch)


def alternatives_to_each(
    session: DistrictSession,
    requests: Sequence[Request],
    offered: Offered,
    watch: Watch,
    now: datetime,
) -> list[list[Request]]:
    """The alternatives to each of several requests, in their order, of one look at all of them."""
    if not requests:
        return []
    asked = [_alone(one) for one in requests]
    known = look(session, asked, offered, now, REACH)
    return [_free(one, _near(one, known), watch) for one in asked]


def _alone(request: Request) -> Request:
    return replace(request, displace=False, series=(), asked=None)


def _near(asked: Request, known: Snapshot) -> Snapshot:
    """Without what lies so far from this one that nobody would have read it for this one alone."""
    first, last = asked.starts - REACH.days, asked.ends + REACH.days
    near = tuple(one for one in known.taken if one.starts < last and one.ends > first)
    return replace(known, taken=near)


def _free(asked: Request, snapshot: Snapshot, watch: Watch) -> list[Request]:
    @cache
    def passes(one: Request) -> bool:
        """Each time and place is judged once, though it comes in several of the groups."""
        verdict = judge(one, snapshot, watch)
        return not verdict.blocked and not verdict.waits

    def passing(candidates: Iterator[Request], wanted: int) -> list[Request]:
        ahead = (one for one in islice(candidates, _MOST_ASKED) if one.starts > snapshot.now)
        new = (one for one in ahead if one not in found and passes(one))
        return list(islice(new, wanted))

    found: list[Request] = []
    for group in (_times(asked), _places(asked, snapshot), _both(asked, snapshot)):
        found += passing(group, 1)
    rest = chain(_times(asked), _places(asked, snapshot), _both(asked, snapshot))
    return found + passing(rest, MOST - len(found))


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
