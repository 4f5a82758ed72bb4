"""Fifty rooms and as many bookings as asked for, beside what the demo has."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from typing import Any

from sqlalchemy import func, insert, select

from core.bookings.models import Booking, Take
from core.calendar.zones import to_utc
from core.db.database import Database
from core.db.ids import new_ids
from core.db.tenancy import DistrictSession
from core.districts.models import District
from core.places.models import Place
from core.schedules.models import Activity
from core.testing.factories import LONG_AGO, make_activity, make_place

ROOMS, FREE, BOOKINGS, WEEKS = 50, 4, 80_000, 80
_OFFERS = (
    "Babysang", "Språkkafé", "Leksehjelp", "Seniordans", "Sykkelverksted", "Strikkekveld",
    "Gatefotball", "Somalisk kvinnegruppe", "Sjakk for alle", "Kodeklubben", "Åpent kjøkken",
    "Teatergruppa", "Temakveld for foreldre", "Trygg på nett", "Turgruppa", "Bokklubben",
)  # fmt: skip
_TIMES = ((8, 10), (10, 12), (12, 15), (15, 17), (17, 19), (19, 21))


def fill(database: Database, count: int, today: date) -> list[str]:
    """Rooms up to fifty, and `count` bookings in them, as many each week. Gives the free ones."""
    with database.platform_reading() as shared:
        district = shared.scalars(select(District.id).where(District.slug == "stovner")).one()
    with database.writing(district) as session:
        activities = _activities(session)
        rooms = _rooms(session)
        free = rooms[:: len(rooms) // FREE][:FREE]
        used = [room for room in rooms if room not in free]
        _book(session, islice(_times(used, today), count), activities)
        return [room.slug for room in free]


def _activities(session: DistrictSession) -> list[tuple[int, int]]:
    whose = session.scalars(select(Activity.organisation_id).distinct()).all()
    for name, organisation in zip(_OFFERS, cycle(whose), strict=False):
        make_activity(session, organisation, name.lower().replace(" ", "-")).name = name
    session.flush()
    # Partners' own offers may keep others out of the whole house, and then nothing can be booked
    ordinary = select(Activity.id, Activity.organisation_id).where(Activity.plugin.is_(None))
    rows = session.execute(ordinary.order_by(Activity.id))
    return [(row.id, row.organisation_id) for row in rows]


def _rooms(session: DistrictSession) -> list[Place]:
    parents = select(Place.parent_id).where(Place.parent_id.is_not(None))
    there = session.scalar(select(func.count(Place.id)).where(Place.id.not_in(parents))) or 0
    made: list[Place] = []
    for number in range(ROOMS - there):
        if number % 8 == 0:
            house = make_place(session, f"grendehus-{number // 8 + 1}")
        made.append(make_place(session, f"{house.slug}-rom-{number % 8 + 1}", parent=house))
    return made


def _times(rooms: list[Place], today: date) -> Iterator[tuple[int, datetime, datetime]]:
    """Week by week from a year ago; this week is the first, and a thousand in each."""
    chance = random.Random(1)
    monday = today - timedelta(days=today.weekday())
    spans = [(day, span) for day in range(7) for span in _TIMES]
    for week in sorted(range(-WEEKS // 2, WEEKS // 2 + 10), key=abs):
        first = monday + timedelta(weeks=week)
        dates = [(room, *one) for room in rooms for one in spans]
        for room, day, (starts, ends) in chance.sample(dates, BOOKINGS // WEEKS):
            on = first + timedelta(days=day)
            yield room.id, to_utc(on, time(starts)), to_utc(on, time(ends))


def _book(
    session: DistrictSession,
    times: Iterator[tuple[int, datetime, datetime]],
    activities: list[tuple[int, int]],
) -> None:
    common: dict[str, Any] = {"district_id": session.district_id}
    bookings, takes = [], []
    for number, (room, starts, ends) in enumerate(times):
        asked = LONG_AGO + timedelta(minutes=number)
        [key] = new_ids(asked, 1)
        at = common | {"id": key, "starts": starts, "ends": ends}
        activity, organisation = activities[number * 7 % len(activities)]
        waits = number % 20 == 0
        bookings.append(
            at
            | {
                "place_id": room,
                "activity_id": activity,
                "organisation_id": organisation,
                "shared": False,
                "status": "pending" if waits else "confirmed",
                "revision": 0,
                "created_at": asked,
                "created_by": "command:0",
                "changed_at": asked,
                "changed_by": "command:0",
            }
        )
        if not waits:
            lane = {"booking_id": key, "room_id": room, "lane_from": 0, "lane_to": 1}
            takes.append(at | lane | {"active": True})
    session.execute(insert(Booking), bookings)
    session.execute(insert(Take), takes)
