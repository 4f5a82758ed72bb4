"""The anonymous everyday story of a period: written, rewritten, taken away, forgotten in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from core.calendar.counting_year import Period
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.identifying import naming_nobody
from core.schedules.acting import Acting
from plugins.vurdering.decisions import MOST_LETTERS
from plugins.vurdering.models import Decision, Story

_LONGEST_KEPT = timedelta(days=365)


def write(by: Acting, period: Period, text: str | None) -> None:
    """A new version of the period's story; earlier ones are kept until the next decision.

    No text deletes them all, as when somebody may be recognised. The caller knows that the actor
    decides about the offer. Raises Refused with the field.
    """
    kept = naming_nobody(text, "text", MOST_LETTERS)
    if kept is None:
        for story in _versions(by.session, by.activity.id):
            if (story.first, story.last) == (period.first, period.last):
                by.session.delete(story)
    else:
        by.session.add(
            Story(
                id=new_id(by.now),
                activity_id=by.activity.id,
                first=period.first,
                last=period.last,
                text=kept,
                written_at=by.now,
                written_by=by.access.actor.reference,
            )
        )
    by.record("vurdering:story:write" if kept else "vurdering:story:delete")


def stories_of(session: DistrictSession, activity_id: int) -> Sequence[Story]:
    """The story of each period as it stands, in the order they were written."""
    latest = {(row.first, row.last): row for row in _versions(session, activity_id)}
    return sorted(latest.values(), key=lambda row: (row.written_at, row.id))


def story_of(session: DistrictSession, activity_id: int, period: Period) -> Story | None:
    """The period's story as it stands."""
    written = stories_of(session, activity_id)
    return next((one for one in written if Period(one.first, one.last) == period), None)


def forget(session: Session, now: datetime) -> None:
    """Delete versions that were written over, once a decision came after, or after a year."""
    newer = aliased(Story)
    same = [getattr(newer, name) == getattr(Story, name) for name in ("activity_id", "first")]
    written_over = select(newer.id).where(*same, newer.last == Story.last, newer.id > Story.id)
    decided = select(Decision.id).where(
        Decision.activity_id == Story.activity_id, Decision.decided_at > Story.written_at
    )
    over = decided.exists() | (Story.written_at < now - _LONGEST_KEPT)
    old = session.scalars(select(Story.id).where(written_over.exists(), over)).all()
    session.execute(
        delete(Story).where(Story.id.in_(old)).execution_options(synchronize_session=False)
    )


def _versions(session: DistrictSession, activity_id: int) -> Sequence[Story]:
    every = select(Story).where(Story.activity_id == activity_id)
    return session.scalars(every.order_by(Story.written_at, Story.id)).all()
