"""The people each organisation keeps for itself."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned


class Person(DistrictOwned, Base):
    """Somebody an organisation works with. Seen by that organisation only.

    Purpose: to reach those who run an offer. Deleted at `keep_until`, or on request. `hidden`
    means "show never": no address is kept, and the person is in no list, feed or export.
    """

    __tablename__ = "people"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    task: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    keep_until: Mapped[date]
    hidden: Mapped[bool]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
