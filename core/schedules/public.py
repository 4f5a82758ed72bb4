"""What residents are told of offers and their days: what, where, when and for whom.

Nothing else is read here: no count, no person, no note of the office.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.calendar.counting_year import Period
from core.db.tenancy import DistrictSession
from core.places.models import Place
from core.problems import NotFound
from core.schedules.models import Activity, ActivityKind, Occurrence, OccurrenceState


@dataclass(frozen=True)
class PublicPlace:
    """Where something is: the room, what it lies in, and the nearest address there is."""

    name: str
    within: str | None
    address: str | None


@dataclass(frozen=True)
class PublicOffer:
    """An offer in use. `drop_in`: one comes when one likes."""

    slug: str
    name: str
    description: str | None
    audience: str | None
    place: PublicPlace | None
    drop_in: bool


@dataclass(frozen=True)
class PublicDay:
    """One day of an offer. `day` is the local date, `starts` and `ends` are UTC.

    `state` is planned, closed or cancelled; `reason` says why it is not on.
    """

    offer: PublicOffer
    place: PublicPlace | None
    title: str | None
    day: date
    starts: datetime
    ends: datetime
    state: str
    reason: str | None

    @property
    def is_on(self) -> bool:
        """Whether one can come."""
        return self.state == OccurrenceState.PLANNED


def offer_of(session: DistrictSession, slug: str) -> PublicOffer:
    """An offer in use, by its short name. Raises NotFound, also for one that is put away."""
    row = session.scalar(
        select(Activity).where(Activity.slug == slug, Activity.archived_at.is_(None))
    )
    if row is None:
        raise NotFound
    return _offer(row, _places(session))


def public_days(
    session: DistrictSession, period: Period, slug: str | None = None
) -> list[PublicDay]:
    """The days of all offers in use in the period of local dates, or of one, by start."""
    statement = (
        select(Occurrence, Activity)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(
            Occurrence.day.between(period.first, period.last),
            Occurrence.state != OccurrenceState.WITHDRAWN,
            Activity.archived_at.is_(None),
        )
        .order_by(Occurrence.starts, Activity.name, Occurrence.id)
    )
    if slug is not None:
        statement = statement.where(Activity.slug == slug)
    places = _places(session)
    return [
        PublicDay(
            _offer(row.Activity, places),
            places.get(row.Occurrence.place_id),
            row.Occurrence.title,
            row.Occurrence.day,
            row.Occurrence.starts,
            row.Occurrence.ends,
            row.Occurrence.state,
            row.Occurrence.reason,
        )
        for row in session.execute(statement)
    ]


def _offer(row: Activity, places: Mapping[int | None, PublicPlace]) -> PublicOffer:
    return PublicOffer(
        row.slug,
        row.name,
        row.description,
        row.audience,
        places.get(row.place_id),
        row.kind == ActivityKind.DROP_IN,
    )


def _places(session: DistrictSession) -> dict[int | None, PublicPlace]:
    rows = {
        row.id: row
        for row in session.execute(select(Place.id, Place.name, Place.parent_id, Place.address))
    }
    found: dict[int | None, PublicPlace] = {}
    for one in rows.values():
        above = [one]
        while (parent := rows.get(above[-1].parent_id)) is not None:
            above.append(parent)
        address = next((row.address for row in above if row.address), None)
        found[one.id] = PublicPlace(one.name, above[-1].name if len(above) > 1 else None, address)
    return found
