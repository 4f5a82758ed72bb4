"""One number for all that the rooms' calendar shows of a district: it grows with every change."""

from sqlalchemy import bindparam, func, select

from core.bookings.models import Agreement, Booking, PlaceRule, Version
from core.bookings.versions import step
from core.db.changes import when_changed
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import OpeningHours, Place
from core.schedules.models import Activity, CalendarNote, Occurrence

_SUBJECT = "calendar"
_SHOWN = (
    Activity,
    Agreement,
    Booking,
    CalendarNote,
    Occurrence,
    OpeningHours,
    Place,
    PlaceRule,
)
_READ = Prepared.select(
    select(
        select(Version.version)
        .where(Version.district_id == bindparam("district_id"), Version.subject == _SUBJECT)
        .scalar_subquery(),
        select(func.sum(Organisation.revision)).scalar_subquery(),
    )
)


def rooms_version(session: DistrictSession) -> str:
    """The version of what the calendar shows. One query.

    Organisations are all districts', and count their own changes; plugins' switches and the
    district's name are known to whoever asks.
    """
    ours, organisations = _READ.run(session).one()
    return f"{ours or 0}.{organisations or 0}"


def _move(session: DistrictSession) -> None:
    step(session, _SUBJECT)


def _changed(session: DistrictSession) -> None:
    """At the very end: all who change the calendar want this row, and hold it for a commit only."""
    session.at_the_end(_move)


when_changed(_SHOWN, _changed)
