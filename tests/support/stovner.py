"""Two districts with organisations, and a browser for each role, on both databases."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.accounts.actors import Access, Actor
from core.accounts.identify import grants_of, parents_of
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.sign_in import open_session
from core.accounts.users import roles_of
from core.db.database import Database
from core.districts.models import District, Organisation
from core.testing.factories import make_district, make_organisation, make_user
from core.web.here import EXTENSION, Platform
from tests.support.clock import Clock

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """Somebody signed in, without JavaScript: opens pages and sends forms with their token."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._token = ""

    def get(self, address: str) -> TestResponse:
        """Open a page."""
        answer = self.client.get(address)
        found = _TOKEN.search(answer.text)
        if found:
            self._token = found[1]
        return answer

    def post(self, address: str, /, **fields: object) -> TestResponse:
        """Send a form."""
        if not self._token:
            self.get("/" + address.split("/")[1] + "/account")
        return self.client.post(address, data={"csrf_token": self._token, **fields})


@dataclass(frozen=True)
class Stovner:
    """Ids rather than rows: rows end with their session."""

    app: Flask
    clock: Clock
    district_id: int
    grorud_id: int
    own: int
    own_part: int
    partner: int
    elsewhere: int
    users: dict[str, int]

    @property
    def parts(self) -> Platform:
        """The running program's parts."""
        found: Platform = self.app.extensions[EXTENSION]
        return found

    @property
    def database(self) -> Database:
        """The database the program uses."""
        return self.parts.database

    def browser(self, who: str) -> Browser:
        """A browser in which that user is signed in."""
        client = self.app.test_client()
        with self.database.platform_writing() as shared:
            token = open_session(shared, shared.get_one(User, self.users[who]), self.clock())
        with client.session_transaction() as cookie:
            cookie["_user_id"] = token
        return Browser(client)

    def access(self, who: str, district_id: int | None = None) -> Access:
        """What that user may do in Stovner, or in another district."""
        user_id = self.users[who]
        with self.database.platform_reading() as shared:
            name = shared.get_one(User, user_id).name
            rows = [(r.role, r.district_id, r.organisation_id) for r in roles_of(shared, user_id)]
            grants = tuple(grants_of(parents_of(shared.connection()), rows))
        actor = Actor("user", user_id, name, grants)
        return Access(actor, district_id or self.district_id, self.parts.policy)


@pytest.fixture
def stovner(app: Flask, clock: Clock) -> Stovner:
    """Stovner with its own organisation, a part of it and a partner; Grorud beside it."""
    database: Database = app.extensions[EXTENSION].database
    with database.platform_writing() as shared:
        here, there = make_district(shared), make_district(shared, "grorud")
        own = make_organisation(shared, "bydel-stovner", district=here, is_own=True)
        part = make_organisation(shared, "helsestasjonen", district=here, parent=own, is_own=True)
        partner = make_organisation(shared, "oslo-rode-kors", district=here)
        elsewhere = make_organisation(shared, "bydel-grorud", district=there, is_own=True)

        def user(role: Role, district: District | None, organisation: Organisation | None) -> int:
            return make_user(shared, role, district=district, organisation=organisation).id

        users = {
            "admin": user(Role.ADMIN, None, None),
            "district-admin": user(Role.DISTRICT_ADMIN, here, None),
            "coordinator": user(Role.LEADER, here, own),
            "leader": user(Role.LEADER, here, partner),
            "staff": user(Role.STAFF, here, own),
            "counter": user(Role.COUNTER, here, partner),
            "viewer": user(Role.VIEWER, here, None),
            "grorud-admin": user(Role.DISTRICT_ADMIN, there, None),
            "grorud-leader": user(Role.LEADER, there, elsewhere),
        }
        return Stovner(
            app, clock, here.id, there.id, own.id, part.id, partner.id, elsewhere.id, users
        )
