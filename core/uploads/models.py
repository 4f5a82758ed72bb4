"""Files that wait for a person's decisions."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district
from core.db.types import Json


class Upload(DistrictOwned, Base):
    """A file between preview and saving. Deleted when it is saved, or after a day.

    `purpose` is whose import it is for: a plugin's name, so that no import opens another's.
    """

    __tablename__ = "uploads"
    __table_args__ = (within_district("activity_id", "activities"),)

    purpose: Mapped[str]
    activity_id: Mapped[int]
    filename: Mapped[str]
    content: Mapped[bytes]
    decisions: Mapped[list[str]] = mapped_column(Json)
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime]
