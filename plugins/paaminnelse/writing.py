"""What happens by itself: letters are written when they are due, and addresses go afterwards."""

from datetime import datetime

from sqlalchemy import delete, select

from core.bookings import letters
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.schedules.models import Occurrence, OccurrenceState
from plugins.paaminnelse.due import due, told
from plugins.paaminnelse.models import Reminder, WrittenLetter
from plugins.paaminnelse.wording import letter


def write_letters(session: DistrictSession, now: datetime) -> None:
    """Write what is due, and forget those whose day is cancelled once they are told."""
    rows = session.execute(
        select(Reminder, Occurrence).join(Occurrence, Occurrence.id == Reminder.occurrence_id)
    )
    for row, day in rows.all():
        kind = due(day.state, day.starts, row.told_of, now)
        if kind is not None:
            subject, body = letter(kind, day.starts, row.link, now)
            written = letters.write(session, row.email, subject, body, now)
            session.flush()
            session.add(
                WrittenLetter(
                    id=new_id(now), letter_id=written.id, reminder_id=row.id, keep_until=day.ends
                )
            )
            row.told_of = told(day.starts, now)
        if day.state != OccurrenceState.PLANNED:
            session.delete(row)


def forget(session: DistrictSession, now: datetime) -> None:
    """Delete the addresses of days that are over, and the letters that went to them."""
    over = select(Occurrence.id).where(Occurrence.ends <= now)
    session.execute(
        delete(Reminder)
        .where(Reminder.occurrence_id.in_(over))
        .execution_options(synchronize_session=False)
    )
    old = select(WrittenLetter.letter_id).where(WrittenLetter.keep_until <= now)
    letters.remove(session, session.scalars(old).all())
