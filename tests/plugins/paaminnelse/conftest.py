"""A women's network with an owner, a deputy and days ahead, where the plugin is on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.bookings.models import Letter
from core.config import Config
from core.db.tenancy import DistrictSession
from core.districts.service import switch_plugin
from core.jobs.cleaning import clean_up
from core.jobs.plugins import run_plugins_jobs
from core.jobs.scheduler import Workshop
from core.schedules.models import Occurrence
from core.testing.factories import LONG_AGO, make_activity, make_occurrence, make_place
from plugins.paaminnelse.models import Reminder
from tests.support.stovner import Browser, Stovner

NAME, THEME, PLACE = "Kvinnenettverket", "Barns språk", "hvitt-hus"
TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
DAYS = [TODAY, TOMORROW, TODAY + timedelta(days=7)]
LIST = "/stovner/paaminnelse/for/kvinnenettverk"
ASK = f"{LIST}/ask?lang=nb"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Network:
    """`days` are the ids of the days in DAYS, each from 11 to 16."""

    stovner: Stovner
    data: Path
    activity: int
    days: Sequence[int]

    def resident(self) -> FlaskClient:
        """Somebody without an account."""
        return self.stovner.app.test_client()

    def ask(
        self, email: str = "amina@example.no", day: int | None = None, address: str = ASK
    ) -> TestResponse:
        """A resident sends the form: about tomorrow, unless another day is said."""
        client = self.resident()
        token = _TOKEN.search(client.get(address).text)
        assert token
        form = {"csrf_token": token[1], "day": day or self.days[1], "email": email}
        return client.post(address, data=form)

    def work(self) -> None:
        """A minute passes for the jobs."""
        run_plugins_jobs(self._workshop(), self.stovner.clock())

    def clean(self) -> None:
        """An hour passes for what has run out."""
        clean_up(self._workshop(), self.stovner.clock())

    def letters(self) -> list[tuple[str, str, str]]:
        """Those that are kept, in the order they were written."""
        with self.reading() as session:
            rows = session.scalars(select(Letter).order_by(Letter.created_at))
            return [(row.recipient, row.subject, row.body) for row in rows]

    def kept(self) -> list[str]:
        """The addresses on the list."""
        with self.reading() as session:
            return list(session.scalars(select(Reminder.email).order_by(Reminder.email)))

    def change(self, nth: int, **fields: object) -> None:
        """Somebody changes the day."""
        with self.writing() as session:
            row = session.scalars(select(Occurrence).where(Occurrence.id == self.days[nth])).one()
            for name, value in fields.items():
                setattr(row, name, value)

    def browser(self, who: str) -> Browser:
        return self.stovner.browser(who)

    def reading(self):  # type: ignore[no-untyped-def]
        return self.stovner.database.reading(self.stovner.district_id)

    def writing(self):  # type: ignore[no-untyped-def]
        return self.stovner.database.writing(self.stovner.district_id)

    def _workshop(self) -> Workshop:
        config = Config(self.data, "", "a key for tests")
        return Workshop(self.stovner.app, config, Event())


@pytest.fixture
def network(stovner: Stovner, tmp_path: Path) -> Network:
    with stovner.database.platform_writing() as shared:
        switch_plugin(
            shared,
            stovner.district_id,
            "paaminnelse",
            enabled=True,
            actor="command:0",
            now=LONG_AGO,
        )
    with stovner.database.writing(stovner.district_id) as session:
        place = make_place(session, PLACE)
        activity = make_activity(session, stovner.own, "kvinnenettverk", place_id=place.id)
        activity.name = NAME
        activity.owner_id = stovner.users["staff"]
        activity.deputy_id = stovner.users["district-admin"]
        days = [_day(session, activity.id, day, place.id) for day in DAYS]
        return Network(stovner, tmp_path, activity.id, days)


def _day(session: DistrictSession, activity_id: int, day: date, place_id: int) -> int:
    row = make_occurrence(session, activity_id, day, place_id=place_id)
    row.title = THEME
    session.flush()
    return row.id
