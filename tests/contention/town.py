"""A district that fifty organisations want the rooms of, served by two processes."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from flask import Flask

from core.accounts.actors import COMMAND, Access
from core.accounts.models import ApiToken, RoleGrant, User
from core.accounts.roles import Policy, Role
from core.accounts.tokens import hashed, new_token
from core.app import create_app
from core.bookings import place_rules
from core.bookings.place_rules import RuleDetails
from core.bookings.vocabulary import Approval, Level, Quota, Unit
from core.calendar.zones import to_utc
from core.config import Config
from core.db.database import Database
from core.db.ids import new_id
from core.db.tenancy import PlatformSession
from core.districts.models import District, Organisation
from core.testing.factories import (
    LONG_AGO,
    make_activity,
    make_district,
    make_organisation,
    make_place,
    make_user,
    sign_in,
)
from core.testing.programs import parts
from tests.contention.crowd import API, Answer, Call, Crowd, crowd
from tests.support.servers import Server, serving

MANY = 50
HALL, HOUSE, KITCHEN, LOFT = "laven", "hvitt-hus", "kjokken", "loft"
STUDIOS, STUDIO, STAGE, YARD = "studioene", "studio", "scene", "tunet"
TOGETHER = "felles"
"""An organisation all of them may book for, with a quota in the studios."""
MOST_A_DAY = 2
_SECRET = "a key for tests"


@dataclass(frozen=True)
class Person:
    """The leader of an organisation with an activity of the same name, with a program."""

    user: int
    name: str
    token: Mapping[str, str]


@dataclass
class Town:
    """Everybody, and the server they ask. Days are given out one after the other."""

    server: Server
    database: Database
    crowd: Crowd
    app: Flask
    district: int
    together: int
    people: list[Person]
    admins: list[Person]
    _days: Iterator[int] = field(default_factory=lambda: count(30))

    def day(self) -> date:
        """A day ahead that nobody has asked for yet."""
        return datetime.now(UTC).date() + timedelta(days=next(self._days))

    def terms(self) -> Iterator[tuple[date, int]]:
        """Days and hours that nobody has asked for in the five weeks from then on."""
        while True:
            days = [self.day() for _day in range(5 * 7)]
            for day in days[:7]:
                for hour in range(8, 20, 2):
                    yield day, hour

    def browsers(self) -> list[dict[str, str]]:
        """For each of them: the header of a signed-in browser, and a form's hidden field."""
        found = []
        for person in self.people:
            client = self.app.test_client()
            with self.database.platform_writing() as shared:
                user = shared.get_one(User, person.user)
                sign_in(shared, client, user, datetime.now(UTC))
            page = client.get("/stovner/bookings/new").get_data(as_text=True)
            hidden = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
            cookie = client.get_cookie("innbyggerbasen")
            assert hidden
            assert cookie
            found.append({"Cookie": f"innbyggerbasen={cookie.value}", "csrf": hidden[1]})
        return found


def ask(person: Person, place: str, starts: datetime, **more: object) -> Call:
    """Two hours of a place."""
    ends = starts + timedelta(hours=2)
    body = {"place": place, "activity": person.name, "organisation": person.name}
    times = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    return Call("POST", API, person.token, {**body, **times, **more})


def move(person: Person, booking: str, place: str, starts: datetime) -> Call:
    """A booking to another place and time."""
    body = {"place": place, "starts": starts.isoformat()}
    return Call("PATCH", f"{API}/{booking}", person.token, body)


def at(day: date, hour: int) -> datetime:
    """The moment of a local hour."""
    return to_utc(day, time(hour))


def won(answers: list[Answer]) -> list[int]:
    """Who got what they asked for. All others were told what is free instead."""
    for answer in answers:
        assert answer.status in {200, 201, 409}, answer
        if answer.status == 409:
            assert answer.json["findings"], answer
            assert answer.json["alternatives"], answer
    return [number for number, one in enumerate(answers) if one.status != 409]


@contextmanager
def town_on(url: str, folder: Path) -> Iterator[Town]:
    """The town on a migrated database, and its server."""
    app = create_app(Config(folder, url, _SECRET))
    database = parts(app).database
    district, together, people, admins = _settle(database)
    _furnish(database, district, together, people)
    try:
        with serving(folder, database_url=url, options=("--no-jobs",)) as server:
            port = int(server.url.rpartition(":")[2])
            with crowd(port, MANY) as everybody:
                yield Town(
                    server, database, everybody, app, district, together, people, admins
                )  # fmt: skip
    finally:
        database.close()


def _settle(database: Database) -> tuple[int, int, list[Person], list[Person]]:
    with database.platform_writing() as shared:
        district = make_district(shared)
        together = make_organisation(shared, TOGETHER, district=district)
        people = []
        for number in range(MANY):
            own = make_organisation(shared, f"lag-{number}", district=district)
            user = make_user(shared, Role.LEADER, district=district, organisation=own)
            shared.add(_leads_too(user, district, together))
            people.append(Person(user.id, own.slug, _token(shared, user, district)))
        leaders = [make_user(shared, Role.DISTRICT_ADMIN, district=district) for _ in range(10)]
        admins = [Person(one.id, TOGETHER, _token(shared, one, district)) for one in leaders]
        return district.id, together.id, people, admins


def _leads_too(user: User, district: District, organisation: Organisation) -> RoleGrant:
    return RoleGrant(
        id=new_id(LONG_AGO),
        user_id=user.id,
        district_id=district.id,
        organisation_id=organisation.id,
        role=Role.LEADER.value,
    )


def _token(shared: PlatformSession, user: User, district: District) -> dict[str, str]:
    token = new_token()
    shared.add(
        ApiToken(
            token_hash=hashed(token), user_id=user.id, district_id=district.id, created_at=LONG_AGO
        )
    )
    return {"Authorization": f"Bearer {token}"}


def _furnish(database: Database, district: int, together: int, people: list[Person]) -> None:
    with database.platform_reading() as shared:
        own = {row.slug: row.id for row in shared.query(Organisation)}
    access = Access(COMMAND, district, Policy.of(()))
    quota = RuleDetails(Quota(2 * MOST_A_DAY, Unit.DAY), organisations=(TOGETHER,))
    with database.writing(district) as session:
        for person in people:
            make_activity(session, own[person.name], person.name)
        make_activity(session, together, TOGETHER)
        house, studios = make_place(session, HOUSE), make_place(session, STUDIOS)
        for slug, parent in (
            (HALL, None), (YARD, None), (KITCHEN, house), (LOFT, house), (STUDIO, studios),
            (STAGE, studios),
        ):  # fmt: skip
            make_place(session, slug, parent=parent)
        session.flush()
        yes = RuleDetails(Approval(), Level.APPROVE)
        place_rules.add(session, access, YARD, yes, LONG_AGO)
        place_rules.add(session, access, STUDIOS, quota, LONG_AGO)
