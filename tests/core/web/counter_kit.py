"""The family centre on the web: a district with an open day, people, and browsers for them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import unescape
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from werkzeug.test import TestResponse

from core.accounts.models import ApiToken, User
from core.accounts.roles import Role
from core.accounts.tokens import hashed
from core.bookings.models import Booking
from core.counts.days import day_by_id
from core.districts.service import switch_plugin
from core.plugin_api import CountCategory, CountKind, Manifest, hookimpl
from core.testing.factories import (
    LONG_AGO,
    make_activity,
    make_district,
    make_occurrence,
    make_organisation,
    make_place,
    make_user,
    sign_in,
)
from core.web.here import EXTENSION, Platform
from tests.support.apps import Program
from tests.support.clock import Clock

TODAY = date(2026, 11, 22)
KEY = "2026-11-22-1100"
BOARD = f"/stovner/count/familiesenter/{KEY}"


@dataclass
class Browser:
    """Somebody's browser without JavaScript: it sends the hidden fields of the page it is on."""

    client: FlaskClient
    page: str = ""
    answers: list[TestResponse] = field(default_factory=list)

    def get(self, address: str) -> TestResponse:
        answer = self.client.get(address, follow_redirects=True)
        self.page = answer.get_data(as_text=True)
        return answer

    def post(self, address: str, **values: str) -> TestResponse:
        """Post a form of the page, and look at the page one is sent on to."""
        answer = self.client.post(address, data={**self.hidden, **values}, follow_redirects=True)
        self.page = answer.get_data(as_text=True)
        return answer

    def api(self, address: str, body: object, **headers: str) -> TestResponse:
        """As counter.js sends it."""
        return self.client.post(
            address, json=body, headers={"X-CSRFToken": self.hidden["csrf_token"], **headers}
        )

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields' values; a name that comes twice has the last one."""
        tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", self.page)
        found = {}
        for tag in tags:
            attributes = dict(re.findall(r"(\w+)=\"([^\"]*)\"", tag))
            found[attributes["name"]] = unescape(attributes.get("value", ""))
        return found

    @property
    def text(self) -> str:
        """The page as it is read."""
        words = re.sub(r"<[^>]+>", " ", self.page)
        return re.sub(r"\s+", " ", unescape(words))


@dataclass
class Town:
    """Stovner with a family centre that is open today. Users by role; ids elsewhere."""

    app: Flask
    clock: Clock
    users: dict[Role, int]
    district: int
    activity: int
    days: dict[date, int]
    other_day: int

    @property
    def platform(self) -> Platform:
        found: Platform = self.app.extensions[EXTENSION]
        return found

    @property
    def today(self) -> int:
        return self.days[TODAY]

    def browser(self, role: Role | None = None) -> Browser:
        """A browser, signed in when a role is given."""
        client = self.app.test_client()
        if role is not None:
            with self.platform.database.platform_writing() as shared:
                user = shared.get_one(User, self.users[role])
                sign_in(shared, client, user, self.clock())
        return Browser(client)

    def token(self, role: Role) -> dict[str, str]:
        """The header of a program that has this user's token."""
        with self.platform.database.platform_writing() as shared:
            shared.merge(
                ApiToken(
                    token_hash=hashed(f"token {role}"),
                    user_id=self.users[role],
                    district_id=self.district,
                    created_at=LONG_AGO,
                )
            )
        return {"Authorization": f"Bearer token {role}"}

    def switch(self, plugin: str, *, on: bool) -> None:
        with self.platform.database.platform_writing() as shared:
            switch_plugin(
                shared, self.district, plugin, enabled=on, actor="command:0", now=self.clock()
            )

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The statements the database gets meanwhile."""
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            seen.append(statement)

        engine = self.platform.database.engine
        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)

    def bookings(self) -> int:
        """How many there are, whatever has become of them."""
        with self.platform.database.reading(self.district) as session:
            return session.scalar(select(func.count(Booking.id))) or 0

    def totals(self, day: int | None = None) -> dict[str, int]:
        with self.platform.database.reading(self.district) as session:
            return day_by_id(session, day or self.today).totals


def centre_plugin() -> Any:
    """A plugin that counts the volunteers on duty."""

    def count_categories(district: object) -> list[CountCategory]:
        return [CountCategory("volunteers", CountKind.STAFFING, "Volunteers", activity="x")]

    plugin = ModuleType("centre")
    plugin.manifest = Manifest("centre", title="The centre", version="1.0")  # type: ignore[attr-defined]
    plugin.count_categories = hookimpl(count_categories)  # type: ignore[attr-defined]
    return plugin


@pytest.fixture
def town(program: Program, clock: Clock) -> Iterator[Town]:
    with program(centre_plugin) as app:
        yield _town(app, clock)


def _town(app: Flask, clock: Clock) -> Town:
    database = app.extensions[EXTENSION].database
    with database.platform_writing() as shared:
        district = make_district(shared, plugins=("centre",))
        red_cross = make_organisation(shared, district=district)
        bydel = make_organisation(shared, "bydel-stovner", district=district, is_own=True)
        own = {Role.LEADER, Role.COUNTER}
        users = {
            role: make_user(
                shared, role, district=district, organisation=red_cross if role in own else None
            ).id
            for role in Role
            if role is not Role.DEVICE
        }
        district_id, organisation_id, bydel_id = district.id, red_cross.id, bydel.id
    with database.writing(district_id) as session:
        place = make_place(session).id
        activity = make_activity(session, organisation_id, plugin="centre", place_id=place).id
        other = make_activity(session, bydel_id, "babytreff").id
        days = {
            day: make_occurrence(session, activity, day, place_id=place).id
            for day in (TODAY + timedelta(days=n) for n in (-3, -1, 0, 7))
        }
        other_day = make_occurrence(session, other, TODAY).id
    return Town(app, clock, users, district_id, activity, days, other_day)
