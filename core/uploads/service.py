"""Files that wait between preview and saving. Nobody but who sent one sees it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update

from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import NotFound
from core.uploads.models import Upload

KEPT = timedelta(hours=24)
_LONGEST_NAME = 200


def stage(
    session: DistrictSession,
    actor: str,
    purpose: str,
    activity_id: int,
    filename: str,
    content: bytes,
    now: datetime,
) -> Upload:
    """Keep a file until it is decided about, for a day at most."""
    row = Upload(
        id=new_id(now),
        purpose=purpose,
        activity_id=activity_id,
        filename=filename[-_LONGEST_NAME:],
        content=content,
        decisions=[],
        uploaded_by=actor,
        uploaded_at=now,
    )
    session.add(row)
    return row


def find(session: DistrictSession, actor: str, purpose: str, number: int) -> Upload:
    """A file this person sent for that import. Raises NotFound."""
    row = session.scalar(select(Upload).where(*_is(actor, purpose, number)))
    if row is None:
        raise NotFound
    return row


def decide(
    session: DistrictSession, actor: str, purpose: str, number: int, decisions: Sequence[str]
) -> None:
    """Remember what was decided, so that a refusal loses nothing. Raises NotFound."""
    # One statement: between a look and a change it may be saved, and gone
    change = update(Upload).where(*_is(actor, purpose, number)).values(decisions=list(decisions))
    if not session.scalars(change.returning(Upload.id)).all():
        raise NotFound


def forget(session: DistrictSession, now: datetime) -> None:
    """Delete the files that have waited for a day. `now` is UTC."""
    session.execute(delete(Upload).where(Upload.uploaded_at < now - KEPT))


def drop(session: DistrictSession, row: Upload) -> None:
    """The file has been saved: it goes."""
    session.delete(row)


def _is(actor: str, purpose: str, number: int) -> Sequence[ColumnElement[bool]]:
    return Upload.id == number, Upload.purpose == purpose, Upload.uploaded_by == actor
