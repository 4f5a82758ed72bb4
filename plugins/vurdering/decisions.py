"""Deciding about an offer: what is asked for, what is saved, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.accounts.actors import Access
from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.days import last_counted_day
from core.counts.office import is_office
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.identifying import naming_nobody
from core.problems import N_, Forbidden, Refused
from core.schedules.acting import Acting
from core.schedules.holding import hold
from core.schedules.models import Activity
from core.schedules.ownership import ownership_of, set_ownership
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
    press: UUID | None = None


@dataclass(frozen=True)
class Ground:
    """What a decision rests on: a period of local dates, and its figures (`frozen.freeze`)."""

    period: Period
    figures: dict[str, Any]


def may_decide(session: DistrictSession, access: Access, activity: Activity) -> bool:
    """Whether the actor decides here: a leader of the organisation, or the district of its own."""
    organisation = activity.organisation_id
    return access.may(MAKE, organisation) and is_office(session, access, organisation)


def to_decide(by: Acting) -> None:
    """Raise Forbidden for somebody who does not decide about the offer."""
    if not may_decide(by.session, by.access, by.activity):
        raise Forbidden


def decide(by: Acting, wanted: Wanted, ground: Ground, seen: str) -> None:
    """Save a decision, and write its dates down with who is responsible, who stays.

    `seen` is the last decision the actor knew of (`last_of`). One that is sent twice is saved once.
    Raises Forbidden, and Refused with the field.
    """
    to_decide(by)
    hold(by.session, by.activity.id)
    made = decisions_of(by.session, by.activity.id)
    if any(one.press == wanted.press for one in made):
        return
    if seen != last_of(made):
        told = N_(
            "Another decision was made after you opened this page. Read it, and decide again."
        )
        raise Refused(told, field="seen")
    if by.activity.archived_at is not None and wanted.outcome != Outcome.STOP:
        raise Refused(N_("The activity is put away. Take it out again before it goes on."))
    today = local_date(by.now)
    counted = min(last_counted_day(by.session, by.activity.id) or today, today)
    save(by, _checked(wanted, today, counted), ground, by.access.main_role.value)


def save(by: Acting, wanted: Wanted, ground: Ground, role: str) -> None:
    """Add a decision made then by that role. The last one's dates are the offer's."""
    row = Decision(
        id=new_id(by.now),
        activity_id=by.activity.id,
        **asdict(wanted),
        decided_at=by.now,
        decided_by=by.access.actor.reference,
        decided_as=role,
        owner_role=by.activity.owner_role,
        first=ground.period.first,
        last=ground.period.last,
        figures=ground.figures,
    )
    by.session.add(row)
    by.session.flush()
    if decisions_of(by.session, by.activity.id)[-1] is row:
        until, review = wanted.continues_until, wanted.review_on
        kept = replace(ownership_of(by.activity), continues_until=until, review_on=review)
        set_ownership(by.session, by.access, by.activity, kept, by.now)
    by.record("vurdering:decide", outcome=row.outcome)


def decisions_of(session: DistrictSession, activity_id: int) -> Sequence[Decision]:
    """Every decision about an offer, in the order they were made."""
    made = select(Decision).order_by(Decision.decided_at, Decision.id)
    return session.scalars(made.where(Decision.activity_id == activity_id)).all()


def last_of(made: Sequence[Decision]) -> str:
    """The last of an offer's decisions as a form keeps it; "" where none is made."""
    return str(made[-1].id) if made else ""


def last_decisions(session: DistrictSession) -> Mapping[int, Decision]:
    """The latest decision about each offer, by its id. One query."""
    rows = session.scalars(select(Decision).order_by(Decision.decided_at, Decision.id))
    return {row.activity_id: row for row in rows}


def _checked(wanted: Wanted, today: date, counted: date) -> Wanted:
    """The decision with its texts and dates as they are kept; `counted` is the last such day."""
    reason = naming_nobody(wanted.reason, "reason", MOST_LETTERS)
    change = naming_nobody(wanted.change, "change", MOST_LETTERS)
    keywords = naming_nobody(wanted.keywords, "keywords", _MOST_KEYWORDS)
    if reason is None:
        raise Refused(N_("Write why, for those who come after you."), field="reason")
    if wanted.outcome == Outcome.STOP:
        last = wanted.continues_until or today
        if last < counted:
            at = f"{counted:%d.%m.%Y}"
            raise Refused(N_("Choose %(day)s or a later day."), field="continues_until", day=at)
        return Wanted(wanted.outcome, reason, None, keywords, last, None, wanted.press)
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
