"""What people write themselves: who sees it, and when it goes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.acting import Acting
from core.schedules.models import Activity
from plugins.tilbakemelding.models import FreeText
from plugins.tilbakemelding.words import NAME, RELEASE

_LONGEST_KEPT = timedelta(days=365)


def keep_until(activity: Activity, now: datetime) -> date:
    """The last local date a text from now is kept: the activity's review, at most a year."""
    today, review = local_date(now), activity.review_on
    latest = today + _LONGEST_KEPT
    return min(review, latest) if review is not None and review >= today else latest


def waiting(session: DistrictSession, activity_id: int) -> Sequence[FreeText]:
    """Texts of an activity that nobody has released, the latest first."""
    return session.scalars(
        select(FreeText)
        .where(FreeText.activity_id == activity_id, FreeText.released_at.is_(None))
        .order_by(FreeText.day.desc(), FreeText.id)
    ).all()


def decide(by: Acting, text_id: int, *, release: bool) -> None:
    """Let others see a text, or delete it before its time; once. Raises Refused and Forbidden."""
    by.require(RELEASE)
    of_activity = FreeText.activity_id == by.activity.id
    row = by.session.scalar(select(FreeText).where(FreeText.id == text_id, of_activity))
    if row is None and release:
        raise Refused(N_("It is deleted already."))
    if row is None or (release and row.released_at is not None):
        return
    if release:
        row.released_at, row.released_by = by.now, by.access.actor.reference
    else:
        by.session.delete(row)
    by.record(f"{NAME}:text:{'release' if release else 'remove'}", f"text:{text_id}")


def forget(session: Session, now: datetime) -> None:
    """Delete texts whose activity has been reviewed since, and those kept long enough."""
    today = local_date(now)
    reviewed = (
        select(Activity.id)
        .where(
            Activity.id == FreeText.activity_id,
            Activity.review_on < today,
            Activity.review_on >= FreeText.day,
        )
        .exists()
    )
    session.execute(
        delete(FreeText)
        .where((FreeText.keep_until < today) | reviewed)
        .execution_options(synchronize_session=False)
    )
