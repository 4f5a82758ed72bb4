"""Deciding about an offer: what is asked for, what is saved, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.accounts.actors import Access
from core.audit.service import record
from core.bookings.uses import of_activity
from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.office import is_office
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.identifying import naming_nobody
from core.problems import N_, Forbidden, Refused
from core.schedules.models import Activity
from core.schedules.ownership import ownership_of, set_ownership
from core.schedules.service import by_slug, coming_days
from core.uses import Use
from plugins.vurdering.models import Decision, Outcome
from plugins.vurdering.words import MAKE

MOST_LETTERS = 1500
_MOST_KEYWORDS = 200


@dataclass(frozen=True)
class Wanted:
    """A decision as it is filled in. Dates are local; `continues_until` is the last day."""

    outcome: str
    reason: str | None
    change: str | None = None
    keywords: str | None = None
    continues_until: date | None = None
    review_on: date | None = None


@dataclass(frozen=True)
class Ground:
    """What a decision rests on: a period of local dates, and its figures (`frozen.freeze`)."""

    period: Period
    figures: dict[str, Any]


def may_decide(session: DistrictSession, access: Access, activity: Activity) -> bool:
    """Whether the actor decides here: a leader of the organisation, or the district of its own."""
    organisation = activity.organisation_id
    return access.may(MAKE, organisation) and is_office(session, access, organisation)


def to_decide(session: DistrictSession, access: Access, slug: str) -> Activity:
    """The offer, for somebody who decides about it. Raises NotFound or Forbidden."""
    found = by_slug(session, slug)
    if not may_decide(session, access, found):
        raise Forbidden
    return found


def decide(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    wanted: Wanted,
    ground: Ground,
    now: datetime,
) -> Decision:
    """Save a decision, and write its dates down with who is responsible, who stays.

    `now` is an aware moment. Raises Forbidden, and Refused with the field.
    """
    if not may_decide(session, access, activity):
        raise Forbidden
    if activity.archived_at is not None and wanted.outcome != Outcome.STOP:
        raise Refused(N_("The activity is put away. Take it out again before it goes on."))
    whole = _checked(wanted, local_date(now))
    return save(session, access, activity, whole, ground, now, access.main_role.value)


def save(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    wanted: Wanted,
    ground: Ground,
    at: datetime,
    role: str,
) -> Decision:
    """Add a decision made at a moment by that role. The last one's dates are the offer's."""
    row = Decision(
        id=new_id(at),
        activity_id=activity.id,
        **asdict(wanted),
        decided_at=at,
        decided_by=access.actor.reference,
        decided_as=role,
        owner_role=activity.owner_role,
        first=ground.period.first,
        last=ground.period.last,
        figures=ground.figures,
    )
    session.add(row)
    session.flush()
    if decisions_of(session, activity.id)[-1] is row:
        until, review = wanted.continues_until, wanted.review_on
        kept = replace(ownership_of(activity), continues_until=until, review_on=review)
        set_ownership(session, access, activity, kept, at)
    target = f"activity:{activity.id}"
    record(session, row.decided_by, "vurdering:decide", target, now=at, outcome=row.outcome)
    return row


def decisions_of(session: DistrictSession, activity_id: int) -> Sequence[Decision]:
    """Every decision about an offer, in the order they were made."""
    made = select(Decision).order_by(Decision.decided_at, Decision.id)
    return session.scalars(made.where(Decision.activity_id == activity_id)).all()


def last_decisions(session: DistrictSession) -> Mapping[int, Decision]:
    """The latest decision about each offer, by its id. One query."""
    rows = session.scalars(select(Decision).order_by(Decision.decided_at, Decision.id))
    return {row.activity_id: row for row in rows}


def remaining(
    session: DistrictSession, activity: Activity, now: datetime
) -> tuple[int, Sequence[Use]]:
    """Coming days of an offer, and its coming bookings."""
    bookings = [use for use in of_activity(session, activity.id, now) if use.current]
    return coming_days(session, activity.id, now), bookings


def _checked(wanted: Wanted, today: date) -> Wanted:
    """The decision with its texts and dates as they are kept."""
    reason = naming_nobody(wanted.reason, "reason", MOST_LETTERS)
    change = naming_nobody(wanted.change, "change", MOST_LETTERS)
    keywords = naming_nobody(wanted.keywords, "keywords", _MOST_KEYWORDS)
    if reason is None:
        raise Refused(N_("Write why, for those who come after you."), field="reason")
    if wanted.outcome == Outcome.STOP:
        last = wanted.continues_until or today
        return Wanted(wanted.outcome, reason, None, keywords, last, None)
    if wanted.outcome == Outcome.CHANGE and change is None:
        raise Refused(N_("Write what is changed."), field="change")
    _check_dates(wanted.continues_until, wanted.review_on, today)
    change = change if wanted.outcome == Outcome.CHANGE else None
    return replace(wanted, reason=reason, change=change, keywords=keywords)


def _check_dates(last: date | None, review: date | None, today: date) -> None:
    if last is not None and last < today:
        raise Refused(N_("Choose today or a later day."), field="continues_until")
    if review is None or review <= today:
        raise Refused(N_("Choose the day you look at it again, after today."), field="review_on")
    if last is not None and review > last:
        raise Refused(N_("Look at it again before its last day."), field="review_on")
