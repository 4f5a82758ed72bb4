"""The rules a plugin sets for a place, on the place's page."""

import time
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from core.bookings.models import PluginRooms
from core.bookings.watch import Watch
from core.plugin_api import Buffer, DistrictRef, Manifest, Rule, hookimpl
from core.web.rulebook import RuleBook
from tests.support.apps import Program
from tests.support.stovner import Stovner
from tests.support.together import together

PLACE = "/stovner/places/hvitt-hus"


def strict() -> ModuleType:
    """A plugin with a rule for one activity."""
    plugin: Any = ModuleType("strict")
    plugin.manifest = Manifest("strict", title="The strict", version="1.0")

    def booking_rules(district: object) -> Sequence[Rule]:
        house, choir = ("hvitt-hus",), ("kor",)
        return [Rule("clearing", "Clearing", Buffer(after=30), places=house, activities=choir)]

    plugin.booking_rules = hookimpl(booking_rules)
    return plugin


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    """The program with that plugin alone."""
    with program(strict) as app:
        yield app


def test_they_are_shown_with_the_plugins_name(stovner: Stovner) -> None:
    admin = stovner.browser("district-admin")
    admin.get("/stovner/places?lang=en")
    admin.post("/stovner/places/new", name="Hvitt hus", lanes="1")
    assert "No rules but the opening hours" in admin.get(PLACE).text

    admin.post("/stovner/settings/plugins/strict/switch", to="on")

    page = admin.get(PLACE).text
    assert "There must be 30 minutes free after each booking, for clearing." in page
    assert "set by: The strict" in page
    assert "only for " in page
    assert "/remove" not in page


def test_two_who_ask_first_both_get_them(stovner: Stovner) -> None:
    stovner.browser("district-admin").post("/stovner/settings/plugins/strict/switch", to="on")
    district, now = DistrictRef(stovner.district_id, "stovner", "Stovner"), stovner.clock()

    for _round in range(10):
        with stovner.database.writing(district.id) as session:
            session.execute(delete(PluginRooms))
        # One for each process of the program
        books = [
            RuleBook(stovner.database, stovner.parts.host, Watch(time.monotonic))
            for _process in range(2)
        ]
        one, other = together(*(lambda at=book: at.offered_in(district, now) for book in books))

        assert one == other
        with stovner.database.reading(district.id) as session:
            assert [row.places for row in session.query(PluginRooms)] == [["hvitt-hus"]]
