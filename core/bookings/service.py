"""Asking for a place, moving and cancelling: what people and programs call."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission, Role
from core.audit.service import record
from core.bookings.again import takes_back
from core.bookings.desk import Ask, Decided, Desk, Offers, Save, decide, to_losers
from core.bookings.displacing import put_aside
from core.bookings.facts import ActivityFacts, Finding, Request, Verdict
from core.bookings.models import Booking, Status
from core.bookings.named import named
from core.bookings.opening_days import cancel_along, move_along, require_planner
from core.bookings.saving import Waiver, add, change_to, free, hold, touched
from core.bookings.vocabulary import Level
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import Place
from core.problems import N_, Forbidden, NotFound, Refused
from core.schedules.days import staff_activities
from core.schedules.models import Activity

MOST_PEOPLE, MOST_VOLUNTEERS = 100_000, 1000
CAN_CHANGE = frozenset({Status.PENDING.value, Status.CONFIRMED.value})


@dataclass(frozen=True)
class Wanted:
    """What a person asks for; short names as in addresses, aware moments.

    `organisation` None is the one the activity belongs to.
    """

    place: str
    activity: str
    starts: datetime
    ends: datetime
    organisation: str | None = None
    shared: bool = False
    people: int | None = None
    volunteers: int | None = None
    displace: bool = False


def request_of(session: DistrictSession, access: Access, wanted: Wanted) -> Request:
    """The request, for somebody who may ask. Raises Refused, naming a field, or Forbidden."""
    place_id, activity, organisation = named(
        session, wanted.place, wanted.activity, wanted.organisation
    )
    require_booker(session, access, activity, organisation.id)
    return Request(
        place_id,
        activity,
        organisation,
        wanted.starts,
        wanted.ends,
        access.actor.reference,
        shared=wanted.shared,
        people=wanted.people,
        volunteers=wanted.volunteers,
        displace=wanted.displace,
    )


def require_booker(
    session: DistrictSession,
    access: Access,
    activity: Activity | ActivityFacts,
    organisation_id: int,
) -> None:
    """Raise Forbidden unless the actor may book for the organisation and the activity.

    An employee books for the activities he or she is on.
    """
    access.require(Permission.BOOK, organisation_id)
    access.require(Permission.BOOK, activity.organisation_id)
    if access.roles <= {Role.STAFF} and activity.id not in staff_activities(session, access):
        raise Forbidden


def book(desk: Desk, wanted: Wanted, waiver: Waiver | None = None) -> Decided[Booking]:
    """Ask for one time. `saved` is the booking, or None when something refuses it.

    With a waiver what blocks is set aside where the actor may, with the reason in the log.
    """

    def ask(session: DistrictSession) -> Sequence[Request]:
        return [request_of(session, desk.access, wanted)]

    def save(session: DistrictSession, decided: Decided[None]) -> Booking:
        aside = _aside(decided.verdicts, desk.access, waiver)
        put_aside(session, desk, decided, agreed=aside is not None)
        return add(session, decided.verdicts, desk.now, waiver=aside)[0]

    return _decide(desk, ask, save, waiver)


def _decide(
    desk: Desk,
    ask: Ask,
    save: Save[Booking],
    waiver: Waiver | None,
    standing: Collection[int] = (),
) -> Decided[Booking]:
    """Save what passes, or is passed by the waiver; then nobody's yes is waited for."""

    def wish(verdicts: tuple[Verdict, ...]) -> bool:
        if _aside(verdicts, desk.access, waiver) is not None:
            return True
        return passes(verdicts, desk.access) and not gives_up(verdicts, standing)

    def prepare(session: DistrictSession, desk: Desk, decided: Decided[None]) -> Offers:
        agreed = _aside(decided.verdicts, desk.access, waiver) is not None
        return to_losers(session, desk, decided, agreed=agreed)

    return decide(desk, ask, save, wish, prepare)


def passes(verdicts: Sequence[Verdict], access: Access, waiver: Waiver | None = None) -> bool:
    """Whether the requests may be saved; blocking findings only when all can be set aside."""
    blocked = any(verdict.blocked for verdict in verdicts)
    return not blocked or _aside(verdicts, access, waiver) is not None


def _aside(verdicts: Sequence[Verdict], access: Access, waiver: Waiver | None) -> Waiver | None:
    """The waiver, for who may set aside all that refuses and all that waits for a yes.

    What waits for somebody else's yes goes on waiting, whatever reason is given.
    """
    hard = [one for v in verdicts for one in v.findings if one.level is not Level.WARN]
    return waiver if hard and all(may_waive(access, one) for one in hard) else None


def may_waive(access: Access, one: Finding) -> bool:
    """Whether the actor may set the finding aside, or approve what waits for it."""
    if not one.waivable:
        return False
    if one.approver is None:
        return access.may(Permission.BOOKING_RULES_EDIT)
    return access.may(Permission.BOOKINGS_DECIDE, one.approver)


def find(session: DistrictSession, booking_id: int) -> Booking:
    """A booking by its id. Raises NotFound."""
    row = session.scalar(select(Booking).where(Booking.id == booking_id))
    if row is None:
        raise NotFound
    return row


def to_change(session: DistrictSession, access: Access, booking_id: int) -> Booking:
    """A booking the actor may change, held until the end. Raises NotFound or Forbidden."""
    found = select(Booking, Activity).join(Activity, Activity.id == Booking.activity_id)
    row = session.execute(session.held(found.where(Booking.id == booking_id), of=Booking)).first()
    if row is None:
        raise NotFound
    booking, activity = row
    require_booker(session, access, activity, booking.organisation_id)
    return booking


def may_change(session: DistrictSession, access: Access, row: Booking, now: datetime) -> bool:
    """Whether the actor may move or cancel a booking now."""
    try:
        to_change(session, access, row.id)
        require_ahead(row, now)
    except (Forbidden, Refused):
        return False
    return True


def wanted_of(session: DistrictSession, row: Booking) -> Wanted:
    """A booking as it would be asked for."""
    place, activity, organisation = session.execute(
        select(Place.slug, Activity.slug, Organisation.slug)
        .select_from(Place)
        .join(Activity, Activity.id == row.activity_id)
        .join(Organisation, Organisation.id == row.organisation_id)
        .where(Place.id == row.place_id)
    ).one()
    return Wanted(
        place,
        activity,
        row.starts,
        row.ends,
        organisation,
        row.shared,
        row.people,
        row.volunteers,
        takes_back(row),
    )


def require_ahead(row: Booking, now: datetime) -> None:
    """Raise Refused for what has begun, or is no longer asked for."""
    if row.status not in CAN_CHANGE:
        raise Refused(N_("This booking has been cancelled or said no to. Make a new one."))
    if row.starts <= now:
        raise Refused(N_("This booking has begun or is over, so it cannot be changed."))


def cancel(
    session: DistrictSession, access: Access, booking_ids: Sequence[int], reason: str, now: datetime
) -> list[Booking]:
    """Cancel bookings that have not begun; the rooms are free at once.

    An opening day is cancelled along, which needs a reason. Raises NotFound, Forbidden or Refused,
    and then cancels none of them.
    """
    hold(session, booking_ids)
    rows = [to_change(session, access, number) for number in sorted(booking_ids)]
    for row in rows:
        require_ahead(row, now)
        require_planner(session, access, row)
        cancel_along(session, access, row, reason, now)
        row.status, row.reason = Status.CANCELLED.value, reason.strip() or None
        touched(row, access.actor.reference, now)
        record(
            session,
            access.actor.reference,
            "bookings:cancel",
            f"booking:{row.id}",
            now=now,
            reason=row.reason,
        )
    session.flush()
    free(session, [row.id for row in rows])
    return rows


def move(
    desk: Desk,
    booking_id: int,
    change: Wanted,
    waiver: Waiver | None = None,
    *,
    keep: bool = False,
) -> Decided[Booking]:
    """Another time, place or size for a booking, and for the opening day it is the room of.

    What it had is kept unless the move is saved, and given up then, also where the new time waits
    for a yes. With `keep` a time that stands is not given up for one that waits.
    """
    standing: set[int] = set()

    def ask(session: DistrictSession) -> Sequence[Request]:
        row = to_change(session, desk.access, booking_id)
        standing.update([row.id] if row.status == Status.CONFIRMED else [])
        require_ahead(row, desk.now)
        require_planner(session, desk.access, row)
        return [replace(request_of(session, desk.access, change), booking_id=row.id)]

    def save(session: DistrictSession, decided: Decided[None]) -> Booking:
        row = to_change(session, desk.access, booking_id)
        require_ahead(row, desk.now)
        aside = _aside(decided.verdicts, desk.access, waiver)
        put_aside(session, desk, decided, agreed=aside is not None)
        move_along(session, desk.access, row, decided.verdicts[0].request, desk.now)
        return change_to(session, row, decided.verdicts[0], desk.now, aside)

    return _decide(desk, ask, save, waiver, standing if keep else ())


def gives_up(verdicts: Sequence[Verdict], standing: Collection[int]) -> bool:
    """Whether a booking that stands would lose its time to one that waits for a yes."""
    return any(one.waits and one.request.booking_id in standing for one in verdicts)
