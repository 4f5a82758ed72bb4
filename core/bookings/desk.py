"""Where bookings are asked for: look, judge outside the lock, compare under it, save.

A verdict rests on versions of what was read. When one has moved before the writer's turn came,
the rules are asked again, at most five times; then once more with the rooms held, where nothing
can move, unless a plugin's own code would have to be waited for there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError

from core.accounts.actors import Access
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.judging import judge_all
from core.bookings.looking import Offered, look
from core.bookings.models import Booking, Claim
from core.bookings.saving import claim_all, hold_all
from core.bookings.versions import Stale
from core.bookings.vocabulary import Own
from core.bookings.watch import Watch
from core.db.database import Database
from core.db.tenancy import DistrictSession

T = TypeVar("T")
_TIMES = 5
_NOTHING_READ = Snapshot(datetime.min.replace(tzinfo=UTC), {}, {}, (), (), ())


class News(StrEnum):
    """What people are told of a booking."""

    APPROVED = "approved"
    REJECTED = "rejected"
    LOST = "lost"
    DISPLACED = "displaced"
    OFFERED = "offered"


Tell = Callable[[DistrictSession, Booking | Claim, News, Sequence[Request], datetime], None]
"""Write to whoever asked for a booking, in the transaction, with what is offered instead."""


class Busy(Exception):
    """So many others write here that no verdict holds until it can be saved. Try again."""


def _nothing(_session: DistrictSession, _verdicts: tuple[Verdict, ...], _saved: object) -> None:
    """Most answers are not kept."""


@dataclass(frozen=True)
class Desk:
    """One actor in one district, with the plugins' rules as they are in this request.

    `now` is an aware moment. `within` is called with what was saved, in the same transaction: an
    answer that must be kept with it, or not at all.
    """

    database: Database
    district_id: int
    access: Access
    watch: Watch
    offered: Offered
    tell: Tell
    now: datetime
    within: Callable[[DistrictSession, tuple[Verdict, ...], Any], None] = _nothing


@dataclass(frozen=True)
class Decided(Generic[T]):
    """The verdicts, what they rest on, and what was saved; None when nothing was."""

    verdicts: tuple[Verdict, ...]
    snapshot: Snapshot
    saved: T | None


Ask = Callable[[DistrictSession], Sequence[Request]]
Save = Callable[[DistrictSession, Snapshot, tuple[Verdict, ...]], T]
Wish = Callable[[tuple[Verdict, ...]], bool]


def consider(desk: Desk, ask: Ask) -> Decided[None]:
    """What every rule says, and nothing saved."""
    with desk.database.reading(desk.district_id) as session:
        return _judged(desk, session, ask)


def decide(desk: Desk, ask: Ask, save: Save[T], wish: Wish) -> Decided[T]:
    """Ask the rules, and save when `wish` says so of the verdicts.

    `ask` gives the requests, none where no room is needed; `save` works in a writing session that
    holds the rooms. Raises Busy.
    """
    for _time in range(_TIMES):
        decided = consider(desk, ask)
        if not wish(decided.verdicts):
            return decided  # type: ignore[return-value]
        try:
            with desk.database.writing(desk.district_id) as session:
                claim_all(session, decided.snapshot, decided.verdicts)
                return _saved(desk, session, decided, save)
        except Stale:
            continue
        except (IntegrityError, OperationalError) as error:
            if not _is_overlap(error):
                raise
    return _holding(desk, decided, ask, save, wish)


def _holding(desk: Desk, last: Decided[None], ask: Ask, save: Save[T], wish: Wish) -> Decided[T]:
    with desk.database.writing(desk.district_id) as session:
        hold_all(session, last.snapshot, last.verdicts)
        decided = _judged(desk, session, ask)
        if any(isinstance(one.rule.what, Own) for one in decided.snapshot.rules):
            raise Busy
        if not wish(decided.verdicts):
            return decided  # type: ignore[return-value]
        return _saved(desk, session, decided, save)


def _judged(desk: Desk, session: DistrictSession, ask: Ask) -> Decided[None]:
    requests = ask(session)
    if not requests:
        return Decided((), _NOTHING_READ, None)
    snapshot = look(session, requests, desk.offered, desk.now)
    return Decided(judge_all(requests, snapshot, desk.watch), snapshot, None)


def _saved(
    desk: Desk, session: DistrictSession, decided: Decided[None], save: Save[T]
) -> Decided[T]:
    saved = save(session, decided.snapshot, decided.verdicts)
    desk.within(session, decided.verdicts, saved)
    return Decided(decided.verdicts, decided.snapshot, saved)


def _is_overlap(error: Exception) -> bool:
    return "booking_takes" in str(error) and "overlap" in str(error)
