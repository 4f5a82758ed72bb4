"""A whole term at once: every date with its own verdict before anything is saved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from sqlalchemy import select

from core.bookings.desk import Decided, Desk, consider, decide
from core.bookings.displacing import put_aside
from core.bookings.facts import Request, Verdict
from core.bookings.models import Booking, Claim, ClaimState, Series, Status
from core.bookings.opening_days import move_along, require_planner
from core.bookings.saving import add, change_to, free
from core.bookings.service import (
    CAN_CHANGE,
    Wanted,
    find,
    gives_up,
    passes,
    request_of,
    require_ahead,
    to_change,
    wanted_of,
)
from core.calendar.zones import local_date, local_time
from core.db.ids import new_id, new_ids
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.hours import Hours

MOST = 120
_KEPT = ("place", "activity", "organisation", "shared", "people", "volunteers", "displace")


class Scope(StrEnum):
    """Which bookings of a series a change is for."""

    ONE = "one"
    ONWARDS = "onwards"
    ALL = "all"


@dataclass(frozen=True)
class SavedSeries:
    """The bookings that were made and the dates kept as claims."""

    bookings: tuple[Booking, ...]
    claims: tuple[Claim, ...]


def look_at(desk: Desk, wanted: Sequence[Wanted]) -> Decided[None]:
    """The verdict on each date, in order; nothing is saved. Raises Refused, Forbidden."""
    return consider(desk, lambda session: requests(session, desk, wanted))


def save(
    desk: Desk, wanted: Sequence[Wanted], skipped: Collection[Wanted] = ()
) -> Decided[SavedSeries]:
    """Save every date or none; skipped dates stay as claims, offered when they come free.

    `saved` is None when a date does not pass: then look at the verdicts and choose again.
    """

    def ask(session: DistrictSession) -> Sequence[Request]:
        return requests(session, desk, wanted)

    def write(session: DistrictSession, decided: Decided[None]) -> SavedSeries:
        series = Series(
            id=new_id(desk.now),
            activity_id=decided.verdicts[0].request.activity.id,
            created_at=desk.now,
            created_by=desk.access.actor.reference,
        )
        session.add(series)
        session.flush()
        put_aside(session, desk, decided)
        made = add(session, decided.verdicts, desk.now, series_id=series.id)
        kept = [request_of(session, desk.access, one) for one in skipped]
        return SavedSeries(tuple(made), tuple(_claims(session, kept, series.id, desk.now)))

    return decide(desk, ask, write, lambda verdicts: passes(verdicts, desk.access))


def requests(session: DistrictSession, desk: Desk, wanted: Sequence[Wanted]) -> Sequence[Request]:
    """The dates as requests that know of one another: quotas count all of them.

    Raises Refused for none, for more than 120, or for two that overlap in one place.
    """
    if not wanted:
        raise Refused(N_("Choose at least one date."), field="last")
    if len(wanted) > MOST:
        raise Refused(N_("Book at most %(n)s dates at a time."), field="last", n=MOST)
    _apart(wanted)
    named: dict[tuple[str, str, str | None], Request] = {}
    found = []
    for one in wanted:
        key = (one.place, one.activity, one.organisation)
        if key not in named:
            named[key] = request_of(session, desk.access, one)
        found.append(replace(named[key], starts=one.starts, ends=one.ends))
    times = tuple((one.starts, one.ends) for one in found)
    return [replace(one, series=times) for one in found]


def of_series(
    session: DistrictSession, booking_id: int, scope: Scope, now: datetime
) -> list[Booking]:
    """The bookings a change is for: this one, those from this one on, or all that are ahead."""
    row = find(session, booking_id)
    if scope is Scope.ONE or row.series_id is None:
        return [row]
    rows = session.scalars(
        select(Booking)
        .where(
            Booking.series_id == row.series_id,
            Booking.starts >= (row.starts if scope is Scope.ONWARDS else now),
            Booking.starts > now,
            Booking.status.in_(CAN_CHANGE),
        )
        .order_by(Booking.starts)
    )
    return list(rows)


def change_alike(
    desk: Desk, booking_id: int, scope: Scope, will: Wanted, *, keep: bool = False
) -> Decided[list[Booking]]:
    """Give the dates of a series that are ahead what one of them gets, all or none.

    They move as many days and to the same local time; what stays alike in that one stays as it is
    in each of the others. `saved` is None when a date does not pass. Raises Refused when none is
    ahead, and for a time that the change of the clocks takes away.
    """
    with desk.database.reading(desk.district_id) as session:
        was = wanted_of(session, find(session, booking_id))
        changes = [
            (row.id, _alike(wanted_of(session, row), was, will))
            for row in of_series(session, booking_id, scope, desk.now)
        ]
    if not changes:
        raise Refused(N_("None of the dates is ahead, so nothing can be changed."))
    return change(desk, changes, keep=keep)


def _alike(own: Wanted, was: Wanted, will: Wanted) -> Wanted:
    new = {name: getattr(will, name) for name in _KEPT if getattr(will, name) != getattr(was, name)}
    if (will.starts, will.ends) != (was.starts, was.ends):
        later = local_date(will.starts) - local_date(was.starts)
        hours = Hours(local_time(will.starts), local_time(will.ends))
        new["starts"], new["ends"] = hours.on(local_date(own.starts) + later)
    return replace(own, **new)


def change(
    desk: Desk, changes: Sequence[tuple[int, Wanted]], *, keep: bool = False
) -> Decided[list[Booking]]:
    """Change several bookings, all or none. `saved` is None when a date does not pass.

    With `keep` no time that stands is given up for one that waits for a yes.
    """
    ids = [number for number, _wanted in changes]
    standing: set[int] = set()

    def ask(session: DistrictSession) -> Sequence[Request]:
        for number in ids:
            row = to_change(session, desk.access, number)
            standing.update([row.id] if row.status == Status.CONFIRMED else [])
            require_ahead(row, desk.now)
            require_planner(session, desk.access, row)
        found = requests(session, desk, [wanted for _number, wanted in changes])
        return [replace(one, booking_id=n) for n, one in zip(ids, found, strict=True)]

    def write(session: DistrictSession, decided: Decided[None]) -> list[Booking]:
        rows = [to_change(session, desk.access, number) for number in ids]
        for row in rows:
            require_ahead(row, desk.now)
        put_aside(session, desk, decided)
        for row, verdict in zip(rows, decided.verdicts, strict=True):
            move_along(session, desk.access, row, verdict.request, desk.now)
        free(session, ids)  # all of them, for one may go where another one was
        return [
            change_to(session, row, verdict, desk.now)
            for row, verdict in zip(rows, decided.verdicts, strict=True)
        ]

    def wish(verdicts: tuple[Verdict, ...]) -> bool:
        given_up = keep and gives_up(verdicts, standing)
        return passes(verdicts, desk.access) and not given_up

    return decide(desk, ask, write, wish)


def _apart(wanted: Sequence[Wanted]) -> None:
    ordered = sorted(wanted, key=lambda one: (one.place, one.starts))
    for earlier, later in pairwise(ordered):
        if earlier.place == later.place and later.starts < earlier.ends:
            raise Refused(N_("Two of the dates overlap each other. Change one of them."))


def _claims(
    session: DistrictSession, skipped: Sequence[Request], series_id: int, now: datetime
) -> list[Claim]:
    rows = [
        Claim(
            id=number,
            series_id=series_id,
            place_id=one.place_id,
            activity_id=one.activity.id,
            organisation_id=one.organisation.id,
            starts=one.starts,
            ends=one.ends,
            shared=one.shared,
            people=one.people,
            state=ClaimState.WAITING.value,
            offered_until=None,
            created_at=now,
            created_by=one.actor,
        )
        for number, one in zip(new_ids(now, len(skipped)), skipped, strict=True)
    ]
    session.add_all(rows)
    return rows
