"""Files that wait for a person's decisions, and those that became imports."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district
from core.db.types import Json


class Upload(DistrictOwned, Base):
    """A spreadsheet between preview and saving. Deleted when it is saved, or after a day."""

    __tablename__ = "rodekors_uploads"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    filename: Mapped[str]
    content: Mapped[bytes]
    keep: Mapped[list[int]] = mapped_column(Json)
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime]
