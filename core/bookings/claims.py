"""Dates of a series that were taken: offered to the claimant when they come free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.bookings.again import request_again
from core.bookings.desk import Decided, Desk, News, Tell, decide
from core.bookings.displacing import put_aside
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.judging import judge
from core.bookings.looking import Offered, look
from core.bookings.models import Booking, Claim, ClaimState
from core.bookings.saving import add
from core.bookings.service import passes
from core.bookings.versions import subjects, unmoved
from core.bookings.watch import Watch
from core.db.database import Database
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused

TIME_TO_ANSWER = timedelta(days=3)
_OPEN = (ClaimState.WAITING.value, ClaimState.OFFERED.value)


def open_claims(session: DistrictSession, access: Access, now: datetime) -> list[Claim]:
    """What the actor's organisations still wait for, or have been offered."""
    rows = session.scalars(
        select(Claim)
        .where(Claim.state.in_(_OPEN), Claim.starts > now)
        .order_by(Claim.starts, Claim.id)
    )
    return [row for row in rows if access.may(Permission.BOOK, row.organisation_id)]


@dataclass(frozen=True)
class _Asked:
    """A claim, what the rules say of it now, and what that rests on."""

    claim: Claim
    verdict: Verdict
    snapshot: Snapshot


def offer(
    database: Database,
    district_id: int,
    offered: Offered,
    watch: Watch,
    tell: Tell,
    now: datetime,
) -> int:
    """Let go of what was not answered in time; offer what has come free, the oldest claim first.

    Gives how many were offered. One slot is offered to one claimant at a time; who was offered
    what somebody else took meanwhile waits on. The rules are asked before the writers' queue; what
    has changed meanwhile is looked at the next time.
    """
    with database.reading(district_id) as session:
        rows = _all_open(session)
        late = {row.id for row in rows if _has_lapsed(row, now)}
        to_ask = [row for row in rows if row.id in late or row.state == ClaimState.WAITING]
        ahead = [row for row in to_ask if row.starts > now]
        asked = _asked(session, ahead, offered, watch, now)
        given = [r for r in rows if r.state == ClaimState.OFFERED and r.id not in late]
        free = _free([one for one in asked if one.claim.id not in late], given)
    if not late and not free:
        return 0
    taken = {one.claim.id for one in asked if one.verdict.blocked}
    with database.writing(district_id) as session:
        known = {row.id: row for row in _all_open(session, held=True)}
        for number in late:
            if number in known and _has_lapsed(known[number], now):
                _end_offer(
                    known[number], ClaimState.WAITING if number in taken else ClaimState.LAPSED
                )
        return sum(_offered_now(session, known, one, tell, now) for one in free)


def _all_open(session: DistrictSession, *, held: bool = False) -> Sequence[Claim]:
    found = select(Claim).where(Claim.state.in_(_OPEN)).order_by(Claim.created_at, Claim.id)
    return session.scalars(found.with_for_update() if held else found).all()


def _has_lapsed(row: Claim, now: datetime) -> bool:
    late = row.offered_until is not None and row.offered_until <= now
    return row.starts <= now or late


def _asked(
    session: DistrictSession, rows: Sequence[Claim], offered: Offered, watch: Watch, now: datetime
) -> list[_Asked]:
    if not rows:
        return []
    requests = [request_again(session, row) for row in rows]
    snapshot = look(session, requests, offered, now)
    return [
        _Asked(row, judge(request, snapshot, watch), snapshot)
        for row, request in zip(rows, requests, strict=True)
    ]


def _free(asked: Sequence[_Asked], given: Sequence[Claim]) -> list[_Asked]:
    """What can be offered; `given` is what has been."""
    free: list[_Asked] = []
    for one in asked:
        others = [*given, *(other.claim for other in free)]
        if one.verdict.blocked or any(_same_slot(one.claim, o, one.snapshot) for o in others):
            continue
        free.append(one)
    return free


def _end_offer(row: Claim, state: ClaimState) -> None:
    row.state, row.offered_until = state.value, None


def _offered_now(
    session: DistrictSession, known: Mapping[int, Claim], one: _Asked, tell: Tell, now: datetime
) -> bool:
    row = known.get(one.claim.id)
    others = [other for other in known.values() if other.state == ClaimState.OFFERED]
    if (
        row is None
        or row.state != ClaimState.WAITING
        or any(_same_slot(row, other, one.snapshot) for other in others)
        or not unmoved(session, one.snapshot, subjects(one.verdict, one.snapshot))
    ):
        return False
    row.state = ClaimState.OFFERED.value
    row.offered_until = min(now + TIME_TO_ANSWER, row.starts)
    tell(session, row, News.OFFERED, (one.verdict.request,), now)
    return True


def accept(desk: Desk, claim_id: int) -> Decided[Booking]:
    """Take up what is offered. `saved` is None when it is no longer free: then it waits on.

    Raises NotFound, Forbidden, or Refused when it is not offered, or the offer has run out.
    """

    def ask(session: DistrictSession) -> Sequence[Request]:
        return [request_again(session, _offered(session, desk.access, claim_id, desk.now))]

    def write(session: DistrictSession, decided: Decided[None]) -> Booking:
        row = _offered(session, desk.access, claim_id, desk.now)
        row.state = ClaimState.TAKEN.value
        put_aside(session, desk, decided)
        return add(session, decided.verdicts, desk.now, series_id=row.series_id)[0]

    decided = decide(desk, ask, write, lambda verdicts: passes(verdicts, desk.access))
    if decided.saved is None:
        with desk.database.writing(desk.district_id) as session:
            found = select(Claim).where(Claim.id == claim_id, Claim.state == ClaimState.OFFERED)
            row = session.scalar(found.with_for_update())
            if row is not None:
                _end_offer(row, ClaimState.WAITING)
    return decided


def let_go(session: DistrictSession, access: Access, claim_id: int, now: datetime) -> None:
    """Say that the date is not needed any more. Raises NotFound, Forbidden, Refused."""
    row = _open(session, access, claim_id, now)
    row.state = ClaimState.LAPSED.value
    record(session, access.actor.reference, "bookings:let-go", f"claim:{row.id}", now=now)


def _open(session: DistrictSession, access: Access, claim_id: int, now: datetime) -> Claim:
    row = session.scalar(select(Claim).where(Claim.id == claim_id))
    if row is None:
        raise NotFound
    access.require(Permission.BOOK, row.organisation_id)
    if row.state not in _OPEN or row.starts <= now:
        raise Refused(N_("This date is not waiting any more."))
    return row


def _offered(session: DistrictSession, access: Access, claim_id: int, now: datetime) -> Claim:
    row = _open(session, access, claim_id, now)
    if row.offered_until is None:
        raise Refused(N_("This date has not come free yet. We write to you when it does."))
    if row.offered_until <= now:
        raise Refused(N_("The offer has run out."))
    return row


def _same_slot(row: Claim, other: Claim, snapshot: Snapshot) -> bool:
    rooms = {one.id for one in snapshot.below(row.place_id)}
    return (
        other.starts < row.ends
        and row.starts < other.ends
        and not rooms.isdisjoint(one.id for one in snapshot.below(other.place_id))
    )
