"""A date of a standing agreement: others ask the holder for it, and the holder gives it up.

What is given up is everybody's. A booking made then is not taken back, for it was given by the
holder and not by the agreement's release.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.models import RoleGrant, User
from core.accounts.roles import Permission, Role
from core.audit.service import record
from core.bookings.agreements import find
from core.bookings.facts import AgreementFacts
from core.bookings.models import Agreement, AgreementQuestion
from core.bookings.scope import window_on
from core.bookings.service import require_booker
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, Forbidden, Refused
from core.schedules.models import Activity
from core.schedules.service import by_slug


@dataclass(frozen=True)
class Question:
    """What is asked of whom: the addresses are of the leaders of who holds the agreement."""

    agreement: AgreementFacts
    activity: Activity
    recipients: tuple[str, ...]


def ask(
    session: DistrictSession,
    access: Access,
    agreement_id: int,
    day: date,
    activity: str,
    now: datetime,
) -> Question:
    """Ask for a local date, for an activity by its short name; the caller writes the letters.

    Raises NotFound, Forbidden, or Refused: nothing is held that day, or it was asked already.
    """
    agreement = _held(session, agreement_id, day, now)
    asker = by_slug(session, activity)
    require_booker(session, access, asker, asker.organisation_id)
    recipients = _leaders(session, agreement.organisation.id)
    if not recipients:
        text = N_("%(organisation)s has no leader to ask here. Ask the district.")
        raise Refused(text, organisation=agreement.organisation.name)
    session.scalar(select(Agreement.id).where(Agreement.id == agreement_id).with_for_update())
    mine = (
        AgreementQuestion.agreement_id == agreement_id,
        AgreementQuestion.day == day,
        AgreementQuestion.activity_id == asker.id,
    )
    if session.scalar(select(AgreementQuestion.id).where(*mine)) is not None:
        text = N_("%(organisation)s has been asked for this date already.")
        raise Refused(text, organisation=agreement.organisation.name)
    session.add(
        AgreementQuestion(
            id=new_id(now),
            agreement_id=agreement_id,
            day=day,
            activity_id=asker.id,
            asked_at=now,
            asked_by=access.actor.reference,
        )
    )
    _log(session, access, "bookings:ask-holder", agreement_id, day, now)
    return Question(agreement, asker, recipients)


def to_give_up(
    session: DistrictSession, access: Access, agreement_id: int, day: date, now: datetime
) -> AgreementFacts:
    """The agreement, for who may give up its date. Raises NotFound, Forbidden or Refused."""
    agreement = find(session, agreement_id)
    if not access.may(Permission.BOOKINGS_DECIDE, agreement.organisation.id):
        raise Forbidden
    return _held(session, agreement_id, day, now)


def give_up(
    session: DistrictSession, access: Access, agreement_id: int, day: date, now: datetime
) -> AgreementFacts:
    """Do without a local date; then it is everybody's. Raises as `to_give_up` does."""
    row = session.scalar(select(Agreement).where(Agreement.id == agreement_id).with_for_update())
    agreement = to_give_up(session, access, agreement_id, day, now)
    if row is not None:
        row.given_up = sorted({*row.given_up, day.isoformat()})
    _log(session, access, "bookings:give-up", agreement_id, day, now)
    return agreement


def _held(session: DistrictSession, agreement_id: int, day: date, now: datetime) -> AgreementFacts:
    agreement = find(session, agreement_id)
    window = window_on(agreement, day)
    if window is None:
        raise Refused(N_("The agreement does not hold on that date, so the time is free to book."))
    if window[0] <= now:
        raise Refused(N_("The past stays as it was."))
    return agreement


def _leaders(session: DistrictSession, organisation_id: int) -> tuple[str, ...]:
    rows = session.scalars(
        select(User.email)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            RoleGrant.district_id == session.district_id,
            RoleGrant.organisation_id == organisation_id,
            RoleGrant.role == Role.LEADER.value,
            User.closed_at.is_(None),
            User.email.is_not(None),
        )
        .distinct()
        .order_by(User.email)
    )
    return tuple(email for email in rows if email)


def _log(
    session: DistrictSession,
    access: Access,
    action: str,
    agreement_id: int,
    day: date,
    now: datetime,
) -> None:
    target = f"agreement:{agreement_id}"
    record(session, access.actor.reference, action, target, now=now, day=day.isoformat())
