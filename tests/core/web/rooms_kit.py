"""A hall that is booked, and browsers that look at the rooms' calendar."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.bookings.models import Booking, Status
from core.calendar.zones import to_utc
from core.db.ids import new_id
from core.testing.factories import LONG_AGO, make_activity, make_occurrence, make_place
from tests.support.stovner import Browser, Stovner

TUESDAY = date(2026, 11, 24)
WEEK = f"/stovner/rooms/?day={TUESDAY}"
API = "/stovner/api/bookings"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Rooms:
    """Stovner with a hall, a house of one room, and the family centre's days in the hall."""

    stovner: Stovner
    places: dict[str, int]
    activity: int
    day: int

    def browser(self, who: str = "leader") -> Browser:
        """Somebody who has opened a page before, in English."""
        browser = self.stovner.browser(who)
        browser.get("/stovner/account?lang=en")
        return browser

    def tag(self, browser: Browser, address: str = WEEK) -> str:
        """The tag of a page that is opened."""
        answer = browser.get(address)
        assert answer.status_code == 200
        return answer.headers["ETag"]

    def again(self, browser: Browser, tag: str, address: str = WEEK) -> TestResponse:
        """The page asked for by somebody who has it."""
        return browser.client.get(address, headers={"If-None-Match": tag})

    def send(self, browser: Browser, method: str, address: str, **body: Any) -> TestResponse:
        """A request of a script on the page."""
        page = browser.client.get("/stovner/account").text
        found = _TOKEN.search(page)
        assert found
        return browser.client.open(
            address, method=method, json=body, headers={"X-CSRFToken": found[1]}
        )

    def book(self, browser: Browser, starts: int = 18, ends: int = 20) -> TestResponse:
        """The hall on Tuesday."""
        return self.send(
            browser,
            "POST",
            API,
            place="laven",
            activity="familiesenter",
            starts=f"{TUESDAY}T{starts:02}:00:00+01:00",
            ends=f"{TUESDAY}T{ends:02}:00:00+01:00",
        )

    def insert(self, *moments: datetime, place: str = "laven", **more: Any) -> list[int]:
        """Requests of two hours that wait for a yes, unless told otherwise."""
        values = {"status": Status.PENDING.value, "shared": False, "reason": None} | more
        with self.stovner.database.writing(self.stovner.district_id) as session:
            ids = [new_id(LONG_AGO) for _ in moments]
            for number, starts in zip(ids, moments, strict=True):
                row = Booking(
                    id=number,
                    place_id=self.places[place],
                    activity_id=self.activity,
                    organisation_id=self.stovner.partner,
                    starts=starts,
                    ends=starts.replace(hour=starts.hour + 2),
                    revision=0,
                    created_at=LONG_AGO,
                    created_by="command:0",
                    changed_at=LONG_AGO,
                    changed_by="command:0",
                    **values,
                )
                session.add(row)
        return ids

    def one(self, status: str) -> int:
        """The one booking of that status."""
        with self.stovner.database.reading(self.stovner.district_id) as session:
            return session.scalars(select(Booking.id).where(Booking.status == status)).one()


def at(hour: int) -> datetime:
    """A local hour on Tuesday."""
    return to_utc(TUESDAY, time(hour))


@pytest.fixture
def rooms(stovner: Stovner) -> Rooms:
    """Sunday 22 November 2026, 13:00."""
    with stovner.database.writing(stovner.district_id) as session:
        hall, house = make_place(session, "laven"), make_place(session, "hvitt-hus")
        loft = make_place(session, "loft", parent=house)
        activity = make_activity(session, stovner.partner)
        day = make_occurrence(session, activity.id, TUESDAY, place_id=hall.id)
        places = {"laven": hall.id, "hvitt-hus": house.id, "loft": loft.id}
        return Rooms(stovner, places, activity.id, day.id)
