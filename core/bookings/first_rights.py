"""Standing agreements: whose first right a request meets, and what its own lets it take back."""

from collections.abc import Iterator
from datetime import date

from core.bookings.facts import AgreementFacts, Finding, Message, Request, Snapshot
from core.bookings.scope import pieces, window_on
from core.bookings.vocabulary import Level
from core.bookings.words import ON_WEEKDAYS
from core.calendar.zones import local_date
from core.problems import N_


def first_rights(request: Request, snapshot: Snapshot) -> Iterator[Finding]:
    """Standing agreements of others that touch the request and are not released for that day."""
    for agreement, days in _touched(request, snapshot):
        if not _all_released(agreement, days, snapshot):
            yield _finding(agreement)


def released(request: Request, snapshot: Snapshot) -> tuple[int, ...]:
    """The agreements of others, by id, that have left the request all it touches of theirs."""
    return tuple(
        agreement.id
        for agreement, days in _touched(request, snapshot)
        if _all_released(agreement, days, snapshot)
    )


def displaceable(request: Request, snapshot: Snapshot) -> frozenset[int]:
    """Bookings of others that the organisation's own agreement may put aside.

    They were given because of its release; the notice must be kept, and the past is untouchable.
    """
    line = {row.id for row in snapshot.above(request.place_id)}
    today = local_date(snapshot.now)
    found: set[int] = set()
    for agreement in snapshot.agreements:
        window = window_on(agreement, local_date(request.starts))
        mine = agreement.organisation.id == request.organisation.id
        if not mine or agreement.place_id not in line or window is None:
            continue
        if not window[0] <= request.starts <= request.ends <= window[1]:
            continue
        found |= {
            one.booking_id
            for one in snapshot.taken
            if agreement.id in one.released
            and one.organisation.id != request.organisation.id
            and one.booked_starts > snapshot.now
            and (local_date(one.booked_starts) - today).days >= agreement.notice_days
        }
    return frozenset(found)


def _touched(request: Request, snapshot: Snapshot) -> Iterator[tuple[AgreementFacts, list[date]]]:
    """The agreements of others that meet the request, each with the dates it does so on."""
    rooms = {row.id for row in snapshot.below(request.place_id)}
    dates = [piece.day for piece in pieces(request.starts, request.ends)]
    for agreement in snapshot.agreements:
        if agreement.organisation.id == request.organisation.id:
            continue
        place = snapshot.places.get(agreement.place_id)
        if place is None or rooms.isdisjoint(row.id for row in snapshot.below(place.id)):
            continue
        days = [day for day in dates if _meets(agreement, day, request)]
        if days:
            yield agreement, days


def _meets(agreement: AgreementFacts, day: date, request: Request) -> bool:
    window = window_on(agreement, day)
    return window is not None and request.starts < window[1] and window[0] < request.ends


def _all_released(agreement: AgreementFacts, days: list[date], snapshot: Snapshot) -> bool:
    today = local_date(snapshot.now)
    return all((day - today).days <= agreement.release_days for day in days)


def _finding(agreement: AgreementFacts) -> Finding:
    text = N_("%(owner)s has the first right here %(weekday)s, %(times)s (standing agreement).")
    values = {
        "owner": agreement.organisation.name,
        "weekday": ON_WEEKDAYS[agreement.weekday],
        "times": f"{agreement.starts:%H.%M}–{agreement.ends:%H.%M}",
    }
    return Finding(
        Level.BLOCK,
        f"agreement:{agreement.id}",
        Message(text, values),
        owner=agreement.organisation.name,
        approver=agreement.organisation.id,
    )
