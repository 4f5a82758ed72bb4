"""Who asked to be reminded of one day, until that day is over. No name is asked for."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district


class Reminder(DistrictOwned, Base):
    """An e-mail address, for one day of an offer. Deleted when the day is over or not on.

    `link` takes it away and ends with `token`. `told_of` is the start (UTC) the last letter told
    of, None while none has.
    """

    __tablename__ = "paaminnelse_reminders"
    __table_args__ = (
        within_district("occurrence_id", "occurrences"),
        UniqueConstraint("district_id", "occurrence_id", "email"),
    )

    occurrence_id: Mapped[int]
    email: Mapped[str]
    token: Mapped[str] = mapped_column(unique=True)
    link: Mapped[str]
    told_of: Mapped[datetime | None]


class WrittenLetter(DistrictOwned, Base):
    """A letter core keeps for us, so that its address goes when the day is over, too.

    `reminder_id` is no foreign key: the reminder goes first when its day is cancelled.
    """

    __tablename__ = "paaminnelse_letters"
    __table_args__ = (within_district("letter_id", "letters", goes_with=True),)

    letter_id: Mapped[int]
    reminder_id: Mapped[int]
    keep_until: Mapped[datetime]
