"""A small district that books: a house of two rooms, a hall, three organisations, and the desk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from core.accounts.actors import Access, Actor, Grant
from core.accounts.roles import Policy, Role
from core.audit.models import AuditEntry
from core.bookings import letters
from core.bookings.desk import Desk, News
from core.bookings.facts import OwnedRule, Request
from core.bookings.looking import Offered
from core.bookings.models import Booking, Claim, Letter, Take
from core.bookings.service import Wanted
from core.bookings.watch import Watch
from core.calendar.zones import to_utc
from core.db.database import Database
from core.db.ids import new_ids
from core.db.tenancy import DistrictSession
from core.testing.factories import (
    LONG_AGO,
    make_activity,
    make_agreement,
    make_district,
    make_organisation,
    make_place,
)
from tests.support.clock import Clock

HOUSE, KITCHEN, LOFT, HALL = "hvitt-hus", "kjokken", "loft", "laven"
TUESDAY = date(2026, 11, 24)
ACTIVITIES = {"red": "familiesenter", "bydel": "babytreff", "choir": "kor"}
_NUMBERS = {"red": 11, "bydel": 12, "choir": 13, "admin": 14}


@dataclass
class Office:
    """Everything by short name. `rules` are the plugins', as they are now."""

    database: Database
    clock: Clock
    district: int
    organisations: dict[str, int]
    activities: dict[str, int]
    places: dict[str, int]
    rules: list[OwnedRule] = field(default_factory=list)
    watch: Watch = field(default_factory=lambda: Watch(lambda: 0.0))

    def access(self, who: str, role: Role = Role.LEADER) -> Access:
        """The leader of an organisation, or the district's administrator."""
        reach = None
        if who == "admin":
            role = Role.DISTRICT_ADMIN
        else:
            reach = frozenset({self.organisations[who]})
        grant = Grant(role, self.district, reach)
        actor = Actor("user", _NUMBERS[who], who, (grant,))
        return Access(actor, self.district, Policy.of(()))

    def desk(self, who: str = "red", role: Role = Role.LEADER) -> Desk:
        """Where somebody asks, now."""
        offered = Offered(tuple(self.rules))
        access = self.access(who, role)
        return Desk(self.database, self.district, access, self.watch, offered, tell, self.clock())

    def agree(self, who: str, place: str, **terms: int) -> None:
        """A standing agreement on Tuesdays from 17 to 21."""
        with self.database.writing(self.district) as session:
            make_agreement(session, self.organisations[who], self.places[place], 1, **terms)

    def fill(self, count: int) -> None:
        """So many hours of the choir in the hall, one after the other, from December on."""
        first, hour = to_utc(date(2026, 12, 1), time(0)), timedelta(hours=1)
        common = {"district_id": self.district}
        numbers = new_ids(LONG_AGO, count)
        times = [{"starts": first + n * hour, "ends": first + (n + 1) * hour} for n in range(count)]
        booking = common | {
            "place_id": self.places[HALL],
            "activity_id": self.activities["choir"],
            "organisation_id": self.organisations["choir"],
            "shared": False,
            "status": "confirmed",
            "revision": 0,
            "created_at": LONG_AGO,
            "created_by": "user:13",
            "changed_at": LONG_AGO,
            "changed_by": "user:13",
        }
        taken = common | {
            "room_id": self.places[HALL], "lane_from": 0, "lane_to": 1, "active": True
        }  # fmt: skip
        pairs = list(zip(numbers, times, strict=True))
        with self.database.writing(self.district) as session:
            session.execute(insert(Booking), [booking | at | {"id": n} for n, at in pairs])
            session.execute(
                insert(Take), [taken | at | {"id": n, "booking_id": n} for n, at in pairs]
            )

    def bookings(self) -> dict[int, Booking]:
        """Every booking, by id."""
        with self.database.reading(self.district) as session:
            return {row.id: row for row in session.scalars(select(Booking).order_by(Booking.id))}

    def status(self, booking: Booking | None) -> str:
        """What has become of a booking."""
        assert booking is not None
        return self.bookings()[booking.id].status

    def rooms(self) -> list[tuple[str, str]]:
        """What is taken now: room, and the local time it is taken from."""
        slugs = {number: slug for slug, number in self.places.items()}
        with self.database.reading(self.district) as session:
            rows = session.scalars(select(Take).where(Take.active))
            return sorted((slugs[one.room_id], f"{one.starts:%m-%d %H:%M}") for one in rows)

    def claims(self) -> list[str]:
        """The states of the claims."""
        with self.database.reading(self.district) as session:
            return list(session.scalars(select(Claim.state).order_by(Claim.id)))

    def letters(self) -> list[tuple[str, str, int]]:
        """Letters written, sorted: to whom, what of, and how many alternatives they offer."""
        with self.database.reading(self.district) as session:
            rows = session.scalars(select(Letter))
            return sorted((one.recipient, one.subject, len(one.body.splitlines())) for one in rows)

    def log(self, action: str) -> list[AuditEntry]:
        """What the log holds of an action."""
        with self.database.reading(self.district) as session:
            return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def tell(
    session: DistrictSession,
    row: Booking | Claim,
    news: News,
    offer: Sequence[Request],
    now: datetime,
) -> None:
    """A letter with a line for each alternative."""
    lines = "\n".join(f"{one.place_id} {one.starts}" for one in offer)
    letters.write(session, row.created_by, news.value, lines, now)


def wanted(
    place: str = KITCHEN,
    who: str = "red",
    *,
    day: date = TUESDAY,
    starts: int = 18,
    ends: int = 20,
    **more: Any,
) -> Wanted:
    """A place on a Tuesday from 18 to 20, for an organisation's activity."""
    return Wanted(
        place, ACTIVITIES[who], to_utc(day, time(starts)), to_utc(day, time(ends)), **more
    )


def weekly(count: int, place: str = KITCHEN, who: str = "red", **more: Any) -> list[Wanted]:
    """So many Tuesdays."""
    return [wanted(place, who, day=TUESDAY + timedelta(weeks=n), **more) for n in range(count)]


def make_office(database: Database, clock: Clock) -> Office:
    """The rows."""
    with database.platform_writing() as shared:
        district = make_district(shared)
        district_id = district.id
        organisations = {
            "red": make_organisation(shared, "oslo-rode-kors", district=district).id,
            "bydel": make_organisation(shared, "bydel-stovner", district=district, is_own=True).id,
            "choir": make_organisation(shared, "koret", district=district).id,
        }
    with database.writing(district_id) as session:
        activities = {
            who: make_activity(session, organisations[who], slug).id
            for who, slug in ACTIVITIES.items()
        }
        house = make_place(session, HOUSE)
        places = {
            HOUSE: house.id,
            KITCHEN: make_place(session, KITCHEN, parent=house).id,
            LOFT: make_place(session, LOFT, parent=house, lanes=2).id,
            HALL: make_place(session, HALL).id,
        }
    return Office(database, clock, district_id, organisations, activities, places)
