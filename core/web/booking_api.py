"""What programs send and get of bookings, and reading it."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from core.bookings.models import Booking
from core.bookings.service import MOST_PEOPLE, MOST_VOLUNTEERS, Wanted
from core.calendar.days import EARLIEST, LATEST, is_usable
from core.calendar.zones import OSLO
from core.problems import N_, Refused

_OFFSETS_HERE = frozenset({1, 2})
_People = Annotated[int, Meta(ge=1, le=MOST_PEOPLE)]
_Volunteers = Annotated[int, Meta(ge=0, le=MOST_VOLUNTEERS)]


class BookingIn(Struct, forbid_unknown_fields=True):
    """A request for a place. Times carry an offset; `organisation` may be left out."""

    place: str
    activity: str
    starts: str
    ends: str
    organisation: str | None = None
    shared: bool = False
    people: _People | None = None
    volunteers: _Volunteers | None = None
    displace: bool = False


class BookingChange(Struct, forbid_unknown_fields=True):
    """What to change; what is left out stays."""

    place: str | UnsetType = UNSET
    starts: str | UnsetType = UNSET
    ends: str | UnsetType = UNSET
    shared: bool | UnsetType = UNSET
    people: _People | UnsetType | None = UNSET
    volunteers: _Volunteers | UnsetType | None = UNSET
    displace: bool | UnsetType = UNSET


class Reason(Struct, forbid_unknown_fields=True):
    """Why."""

    reason: str = ""


class BookingOut(Struct):
    """A booking. `place`, `activity` and `organisation` are slugs."""

    id: str
    place: str
    activity: str
    organisation: str
    starts: datetime
    ends: datetime
    shared: bool
    status: str


def moment(text: str, field: str) -> datetime:
    """The moment a program wrote. Raises Refused for what no clock here has shown."""
    try:
        found = datetime.fromisoformat(text)
        offset = found.utcoffset()
        if offset is None:
            raise Refused(
                N_("Write the time with its offset: 2026-11-22T15:00:00+01:00."), field=field
            )
        utc = found.astimezone(UTC)
        local = utc.astimezone(OSLO)
    except (ValueError, OverflowError):
        raise Refused(
            N_("Write the time like this: 2026-11-22T15:00:00+01:00."), field=field
        ) from None
    if not is_usable(local.date()):
        raise Refused(
            N_("Choose a day from %(first)s to %(last)s."),
            field=field,
            first=EARLIEST.year,
            last=LATEST.year,
        )
    hours = offset.total_seconds() / 3600
    if hours in _OFFSETS_HERE and local.utcoffset() != offset and not _exists(found):
        raise Refused(
            N_("The clocks go forward on %(day)s: %(time)s does not exist. Choose another time."),
            field=field,
            day=f"{found:%d.%m.%Y}",
            time=f"{found:%H.%M}",
        )
    return utc


def wanted(sent: BookingIn) -> Wanted:
    """The request. Raises Refused for times that cannot be."""
    return Wanted(
        sent.place,
        sent.activity,
        moment(sent.starts, "starts"),
        moment(sent.ends, "ends"),
        sent.organisation,
        sent.shared,
        sent.people,
        sent.volunteers,
        sent.displace,
    )


def changed(row: Booking, kept: Wanted, sent: BookingChange) -> Wanted:
    """The booking as it is, with what was sent. A new start keeps the length."""
    starts = kept.starts if sent.starts is UNSET else moment(sent.starts, "starts")
    length = row.ends - row.starts
    ends = starts + length if sent.ends is UNSET else moment(sent.ends, "ends")
    return Wanted(
        kept.place if sent.place is UNSET else sent.place,
        kept.activity,
        starts,
        ends,
        kept.organisation,
        kept.shared if sent.shared is UNSET else sent.shared,
        kept.people if sent.people is UNSET else sent.people,
        kept.volunteers if sent.volunteers is UNSET else sent.volunteers,
        kept.displace if sent.displace is UNSET else sent.displace,
    )


def _exists(written: datetime) -> bool:
    clock = written.replace(tzinfo=None)
    return clock.replace(tzinfo=OSLO).astimezone(UTC).astimezone(OSLO).replace(tzinfo=None) == clock
