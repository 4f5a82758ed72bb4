"""Standing agreements: whose a place is at a time every week. The administrator keeps them.

They say what may be booked from now on. Bookings that are made stay as they are, whatever becomes
of the agreement.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.bookings.again import agreement_facts, organisation_facts
from core.bookings.facts import AgreementFacts
from core.bookings.models import Agreement, AgreementQuestion
from core.bookings.versions import RULES, move
from core.bookings.vocabulary import MIDNIGHT
from core.bookings.words import ON_WEEKDAYS
from core.calendar.zones import local_date
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation, Organisation
from core.places.models import Place
from core.places.tree import related
from core.problems import N_, NotFound, Refused

MOST_DAYS = 365
_NEVER = date.max


@dataclass(frozen=True)
class AgreementDetails:
    """An agreement as it shall be. `organisation` and `place` are short names, times are local.

    `ends` midnight is the end of the day. `first` and `last` are inclusive; no `last` is until
    further notice.
    """

    organisation: str
    place: str
    weekday: int
    starts: time
    ends: time
    first: date
    last: date | None
    release_days: int
    notice_days: int


def listed(session: DistrictSession) -> list[AgreementFacts]:
    """Every agreement, those that have ended too, in the order of the week."""
    rows = session.execute(
        select(Agreement, Organisation)
        .join(Organisation, Organisation.id == Agreement.organisation_id)
        .order_by(Agreement.weekday, Agreement.starts, Agreement.first, Agreement.id)
    )
    return [agreement_facts(agreement, organisation_facts(holder)) for agreement, holder in rows]


def find(session: DistrictSession, agreement_id: int) -> AgreementFacts:
    """One agreement. Raises NotFound."""
    found = next((one for one in listed(session) if one.id == agreement_id), None)
    if found is None:
        raise NotFound
    return found


def has_ended(agreement: AgreementFacts, now: datetime) -> bool:
    """Whether its last day has been."""
    return agreement.last is not None and agreement.last < local_date(now)


def create(
    session: DistrictSession, access: Access, details: AgreementDetails, now: datetime
) -> Agreement:
    """A new agreement. Raises Forbidden, or Refused naming a field."""
    access.require(Permission.BOOKING_RULES_EDIT)
    _check(details)
    _in_turn(session)
    agreement = Agreement(id=new_id(now), created_at=now)
    _fill(session, agreement, details)
    session.add(agreement)
    _log(session, access, "bookings:create-agreement", agreement, now)
    return agreement


def edit(
    session: DistrictSession,
    access: Access,
    agreement_id: int,
    details: AgreementDetails,
    now: datetime,
) -> Agreement:
    """Change an agreement. Raises Forbidden, NotFound, or Refused; one that has ended stays."""
    access.require(Permission.BOOKING_RULES_EDIT)
    _check(details)
    _in_turn(session)
    agreement = _to_change(session, agreement_id, now)
    before = _kept(agreement)
    _fill(session, agreement, details)
    _log(session, access, "bookings:edit-agreement", agreement, now, before=before)
    return agreement


def end(
    session: DistrictSession, access: Access, agreement_id: int, last: date, now: datetime
) -> bool:
    """Let an agreement end with `last`, today or later; False when it never came to hold.

    One that would end before its first day is deleted. Raises Forbidden, NotFound or Refused.
    """
    access.require(Permission.BOOKING_RULES_EDIT)
    agreement = _to_change(session, agreement_id, now)
    if last < local_date(now):
        raise Refused(N_("The past stays as it was. Choose today or a later day."), field="last")
    before = _kept(agreement)
    held = last >= agreement.first
    if held:
        agreement.last = last
    else:
        asked = AgreementQuestion.agreement_id == agreement.id
        session.execute(delete(AgreementQuestion).where(asked))
        session.delete(agreement)
    _log(session, access, "bookings:end-agreement", agreement, now, before=before)
    return held


def _check(details: AgreementDetails) -> None:
    if details.weekday not in ON_WEEKDAYS:
        raise Refused(N_("Choose a weekday."), field="weekday")
    if details.ends != MIDNIGHT and details.ends <= details.starts:
        text = N_(
            "It must end after it starts, at midnight (00.00) at the latest. "
            "Make one more agreement for the hours after midnight."
        )
        raise Refused(text, field="ends")
    if details.last is not None and details.last < details.first:
        raise Refused(N_("The last day is before the first."), field="last")
    for field in ("release_days", "notice_days"):
        if not 0 <= getattr(details, field) <= MOST_DAYS:
            raise Refused(N_("Write a number of days from 0 to %(n)s."), field=field, n=MOST_DAYS)


def _in_turn(session: DistrictSession) -> None:
    """One writer of agreements at a time, so that two cannot be given the same hours at once."""
    move(session, [RULES])


def _to_change(session: DistrictSession, agreement_id: int, now: datetime) -> Agreement:
    found = session.scalar(select(Agreement).where(Agreement.id == agreement_id).with_for_update())
    if found is None:
        raise NotFound
    if found.last is not None and found.last < local_date(now):
        raise Refused(N_("This agreement has ended, and stays as it was. Make a new one."))
    return found


def _fill(session: DistrictSession, agreement: Agreement, details: AgreementDetails) -> None:
    organisation = _organisation(session, agreement, details.organisation)
    places = session.scalars(select(Place)).all()
    place = next((row for row in places if row.slug == details.place), None)
    if place is None or (place.archived_at is not None and place.id != agreement.place_id):
        raise Refused(N_("Choose a place that is in use."), field="place")
    rooms = related({row.id: row.parent_id for row in places}, place.id)
    for other in listed(session):
        if other.id != agreement.id and other.organisation.id != organisation.id:
            _refuse_clash(details, other, rooms, {row.id: row.name for row in places})
    agreement.organisation_id, agreement.place_id = organisation.id, place.id
    agreement.weekday, agreement.starts, agreement.ends = (
        details.weekday,
        details.starts,
        details.ends,
    )
    agreement.first, agreement.last = details.first, details.last
    agreement.release_days, agreement.notice_days = details.release_days, details.notice_days


def _organisation(session: DistrictSession, agreement: Agreement, slug: str) -> Organisation:
    """Of this district, and in use unless it is the one that has the agreement already."""
    row = session.execute(
        select(Organisation, DistrictOrganisation.archived_at)
        .join(DistrictOrganisation, DistrictOrganisation.organisation_id == Organisation.id)
        .where(DistrictOrganisation.district_id == session.district_id, Organisation.slug == slug)
    ).first()
    if row is None or (row.archived_at is not None and row[0].id != agreement.organisation_id):
        raise Refused(N_("Choose an organisation that is in use here."), field="organisation")
    found: Organisation = row[0]
    return found


def _refuse_clash(
    details: AgreementDetails, other: AgreementFacts, rooms: frozenset[int], names: dict[int, str]
) -> None:
    same_time = _before(details.starts, other.ends) and _before(other.starts, details.ends)
    if (
        other.place_id in rooms
        and other.weekday == details.weekday
        and same_time
        and _share_a_day(details, other)
    ):
        raise Refused(
            N_(
                "%(organisation)s has an agreement for %(place)s %(weekday)s, %(times)s. "
                "Choose another time, or change that one first."
            ),
            organisation=other.organisation.name,
            place=names[other.place_id],
            weekday=ON_WEEKDAYS[other.weekday],
            times=f"{other.starts:%H.%M}–{other.ends:%H.%M}",
        )


def _before(starts: time, ends: time) -> bool:
    """Whether it starts before the other ends; midnight is the end of the day."""
    return ends == MIDNIGHT or starts < ends


def _share_a_day(details: AgreementDetails, other: AgreementFacts) -> bool:
    """Whether the weekday comes within both periods."""
    first = max(details.first, other.first)
    last = min(details.last or _NEVER, other.last or _NEVER)
    return (last - first).days >= (other.weekday - first.weekday()) % 7


def _kept(row: Agreement) -> dict[str, Any]:
    """What the log keeps of an agreement."""
    return {
        "organisation": str(row.organisation_id),
        "place": str(row.place_id),
        "weekday": row.weekday,
        "times": f"{row.starts:%H:%M}/{row.ends:%H:%M}",
        "first": row.first.isoformat(),
        "last": row.last.isoformat() if row.last else None,
        "release_days": row.release_days,
        "notice_days": row.notice_days,
    }


def _log(
    session: DistrictSession,
    access: Access,
    action: str,
    row: Agreement,
    now: datetime,
    before: dict[str, Any] | None = None,
) -> None:
    record(
        session,
        access.actor.reference,
        action,
        f"agreement:{row.id}",
        now=now,
        before=before,
        after=_kept(row),
    )
