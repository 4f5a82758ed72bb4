"""What of bookings builds on a place, an organisation or an activity, before it is archived."""

from datetime import datetime

from flask_babel import lazy_ngettext
from sqlalchemy import ColumnElement, func, or_, select

from core.bookings.models import Agreement, Booking, PlaceRule, Take
from core.bookings.service import CAN_CHANGE
from core.bookings.versions import move, room
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.uses import Use


def of_place(session: DistrictSession, place_id: int, now: datetime) -> list[Use]:
    """Bookings and agreements of a place, coming and earlier, and the rules set for it."""
    return [
        *_bookings(session, Booking.place_id == place_id, now),
        *_agreements(session, Agreement.place_id == place_id, now),
        *_rules(session, place_id),
    ]


def of_place_held(session: DistrictSession, place_id: int, now: datetime) -> list[Use]:
    """The same, and nobody books the place until the transaction ends."""
    move(session, [room(place_id)])
    return of_place(session, place_id, now)


def in_room(session: DistrictSession, place_id: int, now: datetime) -> list[Use]:
    """Coming bookings that have the room, with a house it lies in or beside another as well.

    Nobody takes the room until the transaction ends.
    """
    move(session, [room(place_id)])
    ahead = session.scalar(
        select(func.count(Take.booking_id.distinct())).where(
            Take.room_id == place_id, Take.active, Take.ends > now
        )
    )
    return [coming(ahead)] if ahead else []


def of_organisation(session: DistrictSession, organisation_id: int, now: datetime) -> list[Use]:
    """Bookings and agreements of an organisation in this district."""
    return [
        *_bookings(session, Booking.organisation_id == organisation_id, now),
        *_agreements(session, Agreement.organisation_id == organisation_id, now),
    ]


def of_activity(session: DistrictSession, activity_id: int, now: datetime) -> list[Use]:
    """The bookings of an activity."""
    return _bookings(session, Booking.activity_id == activity_id, now)


def _bookings(session: DistrictSession, where: ColumnElement[bool], now: datetime) -> list[Use]:
    is_ahead = (Booking.ends > now) & Booking.status.in_(CAN_CHANGE)
    every, ahead = session.execute(
        select(func.count(Booking.id), func.count(Booking.id).filter(is_ahead)).where(where)
    ).one()
    uses = []
    if ahead:
        uses.append(coming(ahead))
    if every > ahead:
        text = lazy_ngettext("%(num)d earlier booking", "%(num)d earlier bookings", every - ahead)
        uses.append(Use(text, current=False))
    return uses


def coming(number: int) -> Use:
    """So many coming bookings, in words."""
    text = lazy_ngettext("%(num)d coming booking", "%(num)d coming bookings", number)
    return Use(text, current=True)


def _agreements(session: DistrictSession, where: ColumnElement[bool], now: datetime) -> list[Use]:
    today = local_date(now)
    holds = or_(Agreement.last.is_(None), Agreement.last >= today)
    every, current = session.execute(
        select(func.count(Agreement.id), func.count(Agreement.id).filter(holds)).where(where)
    ).one()
    uses = []
    if current:
        text = lazy_ngettext("%(num)d standing agreement", "%(num)d standing agreements", current)
        uses.append(Use(text, current=True))
    if every > current:
        text = lazy_ngettext(
            "%(num)d agreement that has ended",
            "%(num)d agreements that have ended",
            every - current,
        )
        uses.append(Use(text, current=False))
    return uses


def _rules(session: DistrictSession, place_id: int) -> list[Use]:
    """Rules need nothing of their own: they are in force again when the place is."""
    n = session.scalar(select(func.count(PlaceRule.id)).where(PlaceRule.place_id == place_id))
    return [Use(lazy_ngettext("%(num)d rule", "%(num)d rules", n), current=False)] if n else []
