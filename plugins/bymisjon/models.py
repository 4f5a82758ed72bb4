"""A stand's lists: which offers are shown, and what lies in the bag. Numbers are core's tallies."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from core.db.base import Base, DistrictOwned, within_district


class Line(DistrictOwned, Base):
    """A line of a stand's list. `kind` is "offer" or "packed".

    An offer is one of the district's (`offer_id`, with its name as it was) or another's by name.
    """

    __tablename__ = "bymisjon_lines"
    __table_args__ = (
        within_district("occurrence_id", "occurrences"),
        within_district("offer_id", "activities"),
        UniqueConstraint("district_id", "occurrence_id", "kind", "name"),
    )

    occurrence_id: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    offer_id: Mapped[int | None]
