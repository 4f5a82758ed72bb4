"""A new room in a house: whoever has the house alone at a coming time has the room as well."""

from datetime import datetime

from sqlalchemy import Select, func, select

from core.bookings.models import Booking, Take
from core.bookings.uses import coming
from core.bookings.versions import move, room
from core.db.ids import new_ids
from core.db.tenancy import DistrictSession
from core.places.models import Place
from core.uses import Use


def shared_in(session: DistrictSession, place_id: int, now: datetime) -> list[Use]:
    """Coming bookings that share the house: nobody can say which lane of a new room is whose.

    Nobody takes the house until the transaction ends. `now` is UTC.
    """
    move(session, [room(place_id)])
    shared = _ahead(place_id, now).where(Booking.shared)
    number = session.scalar(select(func.count(shared.subquery().c.booking_id.distinct())))
    return [coming(number)] if number else []


def taken_along(session: DistrictSession, place: Place, now: datetime) -> None:
    """Give the new room to those who have what it lies in; it was held by `shared_in`."""
    if place.parent_id is None:
        return
    rows = session.scalars(_ahead(place.parent_id, now)).all()
    session.add_all(
        Take(
            id=number,
            booking_id=row.booking_id,
            room_id=place.id,
            starts=row.starts,
            ends=row.ends,
            lane_from=0,
            lane_to=place.lanes,
            active=True,
        )
        for number, row in zip(new_ids(now, len(rows)), rows, strict=True)
    )
    move(session, [room(place.id)])


def _ahead(place_id: int, now: datetime) -> Select[Take]:
    return (
        select(Take)
        .join(
            Booking,
            (Booking.district_id == Take.district_id) & (Booking.id == Take.booking_id),
        )
        .where(Take.room_id == place_id, Take.active, Take.ends > now)
    )
