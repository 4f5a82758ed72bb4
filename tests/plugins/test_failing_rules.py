"""A plugin whose booking rules fail: its rooms wait or are refused by name, all others go on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any, NoReturn

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.accounts.models import ApiToken
from core.accounts.roles import Role
from core.accounts.tokens import hashed, new_token
from core.bookings.facts import Request, Snapshot
from core.calendar.zones import to_utc
from core.db.tenancy import PlatformSession
from core.districts.models import District, Organisation
from core.plugin_api import Candidate, DistrictRef, Level, Manifest, Own, Rule, hookimpl
from core.testing.factories import (
    LONG_AGO,
    make_activity,
    make_agreement,
    make_district,
    make_organisation,
    make_place,
    make_user,
)
from core.testing.programs import ON, parts, running
from plugins.rodekors import plugin as rodekors

NEIGHBOUR, TITLE = "neighbour", "The neighbour"
HOUSE, BARN, YARD = "hvitt-hus", "laven", "tunet"
CENTRE, CHOIR = "oslo-rode-kors", "koret"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
PATIENCE = 30
"""Seconds that a rule sleeps unless it is woken."""
Ask = Callable[[DistrictRef], Any]


@dataclass
class Sleeper:
    """Rules, or a rule, that sleep until the test is over."""

    calls: int = 0
    asleep: Event = field(default_factory=Event)
    woken: Event = field(default_factory=Event)

    def doze(self, *_anything: object) -> Sequence[str]:
        """Half a minute, or until it is woken."""
        self.calls += 1
        self.asleep.set()
        self.woken.wait(PATIENCE)
        return []


@pytest.fixture
def sleeper() -> Iterator[Sleeper]:
    found = Sleeper()
    yield found
    found.woken.set()


def neighbour(ask: Ask) -> Candidate:
    """A plugin that has nothing but rules."""

    def booking_rules(district: DistrictRef) -> Any:
        return ask(district)

    plugin = ModuleType(NEIGHBOUR)
    manifest = Manifest(NEIGHBOUR, TITLE, "1.0")
    vars(plugin).update({"manifest": manifest, "booking_rules": hookimpl(booking_rules)})
    return Candidate(NEIGHBOUR, lambda: plugin)


def own(check: Callable[[Request, Snapshot], Any]) -> Ask:
    """A rule of its own for the barn."""
    return lambda _district: [Rule("own", "Its own rule", Own(check), places=(BARN,))]


def _raise(*_anything: object) -> NoReturn:
    raise ZeroDivisionError


@dataclass
class Hamlet:
    """The program with a house, a barn and a yard, and a program of somebody who may ask."""

    app: Flask
    token: str

    def book(
        self, place: str, day: date = TUESDAY, hour: int = 18, who: str = CHOIR
    ) -> TestResponse:
        """Ask for an hour."""
        starts = to_utc(day, time(hour))
        body = {
            "place": place,
            "activity": who,
            "organisation": who,
            "starts": starts.isoformat(),
            "ends": (starts + timedelta(hours=1)).isoformat(),
        }
        return self.app.test_client().post(
            f"/{ON}/api/bookings", json=body, headers={"Authorization": f"Bearer {self.token}"}
        )


@contextmanager
def hamlet(url: str, folder: Path, *plugins: object) -> Iterator[Hamlet]:
    """Settled when it is opened for the first time; then it is the same again."""
    with running(url, folder, plugins) as app:
        with parts(app).database.platform_writing() as shared:
            district = shared.scalar(select(District).where(District.slug == ON))
            new = district is None
            if district is None:
                district = make_district(shared, ON, plugins=(NEIGHBOUR, "rodekors"))
                for slug in (CENTRE, CHOIR):
                    make_organisation(shared, slug, district=district)
            known = {row.slug: row.id for row in shared.scalars(select(Organisation))}
            token, number = _token(shared, district), district.id
        if new:
            _furnish(app, number, known)
        yield Hamlet(app, token)


def _token(shared: PlatformSession, district: District) -> str:
    user, token = make_user(shared, Role.DISTRICT_ADMIN, district=district), new_token()
    shared.add(
        ApiToken(
            token_hash=hashed(token), user_id=user.id, district_id=district.id, created_at=LONG_AGO
        )
    )
    return token


def _furnish(app: Flask, district: int, organisations: Mapping[str, int]) -> None:
    with parts(app).database.writing(district) as session:
        house = make_place(session, HOUSE)
        make_place(session, BARN)
        make_place(session, YARD)
        make_agreement(session, organisations[CENTRE], house.id, TUESDAY.weekday())
        for slug, organisation in organisations.items():
            make_activity(session, organisation, slug)


def _refused_by_the_neighbour(answer: TestResponse) -> bool:
    assert answer.status_code == 409, answer.text
    found = answer.json
    assert found
    assert [one["plugin"] for one in found["findings"]] == [NEIGHBOUR]
    assert TITLE in found["findings"][0]["text"]
    assert found["alternatives"]
    return all(one["place"] != BARN for one in found["alternatives"])


@pytest.mark.parametrize(
    "check", [_raise, lambda *_: None, lambda *_: "no", lambda *_: [3], lambda *_: object()]
)
def test_a_rule_that_raises_or_talks_nonsense_refuses_its_own_room_by_name(
    migrated_url: str, tmp_path: Path, check: Callable[[Request, Snapshot], Any]
) -> None:
    with hamlet(migrated_url, tmp_path, neighbour(own(check))) as here:
        assert _refused_by_the_neighbour(here.book(BARN))
        assert here.book(YARD).status_code == 201
        assert _refused_by_the_neighbour(here.book(BARN))


@pytest.mark.parametrize("answer", [_raise, lambda _: None, lambda _: "no", lambda _: [3]])
def test_rules_that_cannot_be_had_refuse_the_rooms_the_last_good_ones_named(
    migrated_url: str, tmp_path: Path, answer: Ask
) -> None:
    with hamlet(migrated_url, tmp_path, neighbour(own(lambda *_: []))) as here:
        assert here.book(BARN, hour=8).status_code == 201
    with hamlet(migrated_url, tmp_path, neighbour(answer)) as here:
        assert _refused_by_the_neighbour(here.book(BARN))
        assert here.book(YARD).status_code == 201


def test_a_sleeping_rule_is_not_waited_for_and_twenty_others_book_meanwhile(
    migrated_url: str, tmp_path: Path, sleeper: Sleeper
) -> None:
    with (
        hamlet(migrated_url, tmp_path, neighbour(own(sleeper.doze))) as here,
        ThreadPoolExecutor(21) as pool,
    ):
        slow = pool.submit(here.book, BARN)
        assert sleeper.asleep.wait(PATIENCE)
        others = [pool.submit(here.book, YARD, MONDAY, hour) for hour in range(20)]
        answers = [one.result() for one in others]
        refused = slow.result()

        assert not sleeper.woken.is_set()
        # Nobody woke it: refusing and booking did not wait for the rule
        assert [one.status_code for one in answers] == [201] * 20
        assert _refused_by_the_neighbour(refused)
        assert _refused_by_the_neighbour(here.book(BARN))
        assert sleeper.calls == 1


def test_rules_that_are_long_in_coming_are_not_waited_for(
    migrated_url: str, tmp_path: Path, sleeper: Sleeper
) -> None:
    with hamlet(migrated_url, tmp_path, neighbour(own(lambda *_: []))) as here:
        assert here.book(BARN, hour=8).status_code == 201
    with hamlet(migrated_url, tmp_path, neighbour(sleeper.doze)) as here:
        assert _refused_by_the_neighbour(here.book(BARN))
        assert here.book(YARD).status_code == 201
        assert sleeper.calls == 1


def test_the_red_cross_held_back(migrated_url: str, tmp_path: Path) -> None:
    """The barn can be had, the house waits for a yes, and the agreement stands."""
    with hamlet(migrated_url, tmp_path, rodekors) as here:
        assert here.book(HOUSE, MONDAY, 8).get_json()["status"] == "confirmed"
    with hamlet(migrated_url, tmp_path, Candidate("rodekors", _raise)) as here:
        barn, house = here.book(BARN, MONDAY), here.book(HOUSE, MONDAY)
        strangers, holders = here.book(HOUSE, TUESDAY), here.book(HOUSE, TUESDAY, who=CENTRE)

    assert barn.get_json()["status"] == "confirmed"
    assert house.get_json()["status"] == "pending"
    assert [(one["level"], one["plugin"]) for one in house.get_json()["findings"]] == [
        (Level.APPROVE, "rodekors")
    ]
    assert strangers.status_code == 409
    assert any(one["rule"].startswith("agreement:") for one in strangers.get_json()["findings"])
    assert holders.get_json()["status"] == "pending"
