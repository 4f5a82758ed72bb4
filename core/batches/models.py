"""A file that was imported: what came of it names its batch."""

from datetime import datetime

from sqlalchemy.orm import Mapped

from core.db.base import Base, DistrictOwned, within_district


class Batch(DistrictOwned, Base):
    """Lines saved together from a file, to be undone together. `size` is how many.

    `kind` is what they are: "tallies", or the name of the plugin whose rows they became.
    """

    __tablename__ = "batches"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    kind: Mapped[str]
    label: Mapped[str]
    size: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]
