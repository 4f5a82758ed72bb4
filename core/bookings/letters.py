"""E-mail to be sent: written in the transaction of what it tells of, and sent afterwards.

A letter is never sent from here. The job that sends asks which ones are waiting, and says of each
whether it was taken.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, func, or_, select, update

from core.bookings.models import Letter
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.db.types import UtcDateTime

KEPT_FOR = timedelta(days=30)
# How long a letter waits for its first try, and after its first, its second, … A server that turns
# down strangers' first letter takes the second after some minutes.
_TRIED_AFTER = (
    timedelta(0),
    timedelta(minutes=2),
    timedelta(minutes=15),
    timedelta(hours=2),
    timedelta(hours=12),
)
MOST_TRIES = len(_TRIED_AFTER)


def write(
    session: DistrictSession, recipient: str, subject: str, body: str, now: datetime
) -> Letter:
    """A letter to one e-mail address, sent when the caller's transaction has been committed.

    `body` is plain text. `now` is an aware moment.
    """
    letter = Letter(
        id=new_id(now),
        recipient=recipient,
        subject=" ".join(subject.split()),  # a header is one line
        body=body,
        created_at=now,
        sent_at=None,
        tries=0,
        tried_at=None,
    )
    session.add(letter)
    return letter


def waiting(session: DistrictSession, now: datetime, limit: int) -> Sequence[Letter]:
    """Letters to be tried now, the oldest first. One that was turned down waits ever longer."""
    last = func.coalesce(Letter.tried_at, Letter.created_at, type_=UtcDateTime)
    due = (
        and_(Letter.tries == tries, last <= now - after) for tries, after in enumerate(_TRIED_AFTER)
    )
    return session.scalars(
        select(Letter)
        .where(Letter.sent_at.is_(None), or_(*due))
        .order_by(Letter.created_at, Letter.id)
        .limit(limit)
    ).all()


def sent(session: DistrictSession, letter: Letter, now: datetime) -> None:
    """It is on its way. The letter may be from a session that has ended."""
    session.execute(update(Letter).where(Letter.id == letter.id).values(sent_at=now))


def failed(session: DistrictSession, letter: Letter, now: datetime) -> None:
    """It was turned down now; after five times it is not tried again."""
    session.execute(
        update(Letter).where(Letter.id == letter.id).values(tries=Letter.tries + 1, tried_at=now)
    )


def remove(session: DistrictSession, ids: Collection[int]) -> None:
    """Remove letters before their time, sent or not: what they were for is over."""
    session.execute(delete(Letter).where(Letter.id.in_(ids)))


def forget(session: DistrictSession, now: datetime) -> None:
    """Remove letters sent more than 30 days ago, and those given up that were written then."""
    session.execute(
        delete(Letter).where(
            or_(
                Letter.sent_at < now - KEPT_FOR,
                and_(Letter.tries >= MOST_TRIES, Letter.created_at < now - KEPT_FOR),
            )
        )
    )
