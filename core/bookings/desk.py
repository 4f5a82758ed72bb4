"""Where bookings are asked for: look, judge outside the lock, compare under it, save.

A verdict rests on versions of what was read. When one has moved before the writer's turn came,
the rules are asked once more with the rooms held, where those stay as they are. A plugin's own code
is never waited for there, and what those are offered who lose by it is found before: who needs
either begins again, at most five times. Only the last time it is found with the rooms held.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from time import monotonic
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from core.accounts.actors import Access
from core.bookings.alternatives import instead
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.judging import judge_all
from core.bookings.looking import Offered, look
from core.bookings.losing import lost
from core.bookings.models import Booking, Claim
from core.bookings.saving import claim_all, needed
from core.bookings.versions import Stale, unmoved
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


Offers = Mapping[int, Sequence[Request]]
"""What is free instead, for each booking that is lost, by its id."""
Tell = Callable[[DistrictSession, Booking | Claim, News, Sequence[Request], datetime], None]
"""Write to whoever asked for a booking, in the transaction, with what is offered instead."""


class Busy(Exception):
    """So many others write here that no verdict holds until it can be saved. Try again."""


class _NoLonger(Exception):
    """What was wished is not any more, now that something has moved: nothing is written."""

    def __init__(self, decided: "Decided[None]") -> None:
        super().__init__()
        self.decided = decided


class _Unasked(Watch):
    """In place of the plugins, while rooms are held that others wait for."""

    def __init__(self) -> None:
        """It keeps nobody's time."""
        super().__init__(monotonic)

    def call(self, _plugin: str, _ask: Callable[[], T]) -> T:
        """Raises Stale: begin again, where nobody is held up."""
        raise Stale


def _nothing(_session: DistrictSession, _verdicts: tuple[Verdict, ...], _saved: object) -> None:
    """Most answers are not kept."""


@dataclass(frozen=True)
class Desk:
    """One actor in one district, with the plugins' rules as they are in this request.

    `now` is an aware moment. `within` is called with what was saved, in the same transaction: an
    answer that must be kept with it, or not at all. Where others wait for the rooms, one that
    `hurries` seeks nothing for those who lose by it, and raises Stale instead.
    """

    database: Database
    district_id: int
    access: Access
    watch: Watch
    offered: Offered
    tell: Tell
    now: datetime
    within: Callable[[DistrictSession, tuple[Verdict, ...], Any], None] = _nothing
    hurries: bool = False


@dataclass(frozen=True)
class Decided(Generic[T]):
    """The verdicts, what they rest on, and what was saved; None when nothing was.

    `offers` are for those who lose a booking by it.
    """

    verdicts: tuple[Verdict, ...]
    snapshot: Snapshot
    saved: T | None
    offers: Offers = field(default_factory=dict)


Ask = Callable[[DistrictSession], Sequence[Request]]
Save = Callable[[DistrictSession, Decided[None]], T]
Wish = Callable[[tuple[Verdict, ...]], bool]
Prepare = Callable[[DistrictSession, Desk, Decided[None]], Offers]


def consider(desk: Desk, ask: Ask) -> Decided[None]:
    """What every rule says, and nothing saved."""
    with desk.database.reading(desk.district_id) as session:
        return _judged(desk, session, ask)


def offers_to(
    session: DistrictSession, desk: Desk, rows: Iterable[Booking], after: Sequence[Verdict] = ()
) -> Offers:
    """What each booking's people could have instead, once the verdicts have been saved."""
    found = {}
    for row in rows:
        if desk.hurries:
            raise Stale
        found[row.id] = instead(session, row, desk.offered, desk.watch, desk.now, after)
    return found


def to_losers(
    session: DistrictSession, desk: Desk, decided: Decided[None], *, agreed: bool = False
) -> Offers:
    """What those could have instead whom the verdicts put aside, and who wait for it in vain.

    What waits for a yes takes nothing from anybody until it is `agreed`.
    """
    taking = [one for one in decided.verdicts if agreed or not one.waits]
    rows = lost(session, desk.offered, decided.snapshot, taking)
    gone = {number for one in taking for number in one.displaces}
    if gone:
        rows += session.scalars(select(Booking).where(Booking.id.in_(gone)))
    return offers_to(session, desk, rows, decided.verdicts)


def decide(
    desk: Desk, ask: Ask, save: Save[T], wish: Wish, prepare: Prepare = to_losers
) -> Decided[T]:
    """Ask the rules, and save when `wish` says so of the verdicts.

    `ask` gives the requests, none where no room is needed; `prepare` finds what is offered to
    those who lose; `save` works in a writing session that holds the rooms. Raises Busy.
    """
    for tried in range(1, _TIMES + 1):
        with desk.database.reading(desk.district_id) as session:
            wished, decided = _prepared(desk, session, ask, wish, prepare)
        if not wished:
            return decided  # type: ignore[return-value]
        hurrying = replace(desk, hurries=tried < _TIMES)
        try:
            with desk.database.writing(desk.district_id) as session:
                decided = _still(hurrying, session, decided, ask, wish, prepare)
                return _saved(desk, session, decided, save)
        except _NoLonger as answer:
            return answer.decided  # type: ignore[return-value]
        except Stale:
            continue
        except (IntegrityError, OperationalError) as error:
            if not _is_overlap(error):
                raise
    raise Busy


def _still(
    desk: Desk,
    session: DistrictSession,
    first: Decided[None],
    ask: Ask,
    wish: Wish,
    prepare: Prepare,
) -> Decided[None]:
    """What was decided, or what is decided with the rooms held when something has moved.

    Raises _NoLonger; Stale where it cannot be decided there, or more would have to be held.
    """
    try:
        claim_all(session, first.snapshot, first.verdicts)
    except Stale as late:
        held = replace(desk, watch=_Unasked())
        wished, decided = _prepared(held, session, ask, wish, prepare)
        if not wished:
            raise _NoLonger(decided) from late
        if not needed(session, decided.snapshot, decided.verdicts) <= late.held:
            raise
        # Rules are held by nobody, and may have been set since they were read
        if not unmoved(session, decided.snapshot, ()):
            raise
        return decided
    return first


def _prepared(
    desk: Desk, session: DistrictSession, ask: Ask, wish: Wish, prepare: Prepare
) -> tuple[bool, Decided[None]]:
    decided = _judged(desk, session, ask)
    if not wish(decided.verdicts):
        return False, decided
    return True, replace(decided, offers=prepare(session, desk, decided))


def _judged(desk: Desk, session: DistrictSession, ask: Ask) -> Decided[None]:
    requests = ask(session)
    if not requests:
        return Decided((), _NOTHING_READ, None)
    snapshot = look(session, requests, desk.offered, desk.now)
    return Decided(judge_all(requests, snapshot, desk.watch), snapshot, None)


def _saved(
    desk: Desk, session: DistrictSession, decided: Decided[None], save: Save[T]
) -> Decided[T]:
    saved = save(session, decided)
    desk.within(session, decided.verdicts, saved)
    return Decided(decided.verdicts, decided.snapshot, saved, decided.offers)


def _is_overlap(error: Exception) -> bool:
    return "booking_takes" in str(error) and "overlap" in str(error)
