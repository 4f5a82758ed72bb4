"""The rules a plugin sets for a place, on the place's page."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask

from core.app import create_app
from core.config import Config
from core.plugin_api import Buffer, Manifest, Rule, hookimpl
from core.web.here import EXTENSION
from tests.support.clock import Clock
from tests.support.stovner import Stovner

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
def app(migrated_url: str, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The program with that plugin alone."""
    app = create_app(Config(tmp_path, migrated_url, "a key"), [strict()], clock)
    app.testing = True
    yield app
    app.extensions[EXTENSION].database.close()


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
