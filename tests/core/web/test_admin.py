"""The administrator of all: what needs attention, districts × plugins, districts."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from flask import Flask

from core.plugin_api import Manifest, hookimpl
from tests.core.web.sample_plugin import PLUGINS, failing, sample, text
from tests.support.apps import Program
from tests.support.stovner import Browser, Stovner

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
TABLE = "/admin/plugins"


def broken() -> ModuleType:
    """A plugin that fails at start."""
    plugin: Any = ModuleType("broken")
    plugin.manifest = Manifest("broken", title="The broken one", version="0.1")

    def permissions() -> None:
        raise RuntimeError("it breaks")

    plugin.permissions = hookimpl(permissions)
    return plugin


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    """The program with three plugins, one of them held back."""
    with program(sample, broken, failing) as app:
        yield app


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    """The administrator, reading English."""
    browser = stovner.browser("admin")
    browser.get("/admin/?lang=en")
    return browser


def test_a_plugin_that_is_held_back_is_shown_with_its_error(
    stovner: Stovner, admin: Browser
) -> None:
    for address in ("/admin/", TABLE, PLUGINS):
        page = admin.get(address).text
        assert "The plugin “The broken one” does not work" in page
        assert "RuntimeError: it breaks" in page
        assert "Traceback (most recent call last)" in page

    here = stovner.browser("district-admin").get(f"{PLUGINS}?lang=en").text
    assert "RuntimeError: it breaks" in here
    assert "Traceback" not in here, "a traceback is the administrator's alone"


def test_nothing_else_changes(admin: Browser) -> None:
    assert admin.get("/stovner/").status_code == 200
    assert admin.get("/stovner/broken/").status_code == 404
    assert admin.get(f"{PLUGINS}/broken/switch").status_code == 404


def test_a_hook_that_failed_is_shown_with_how_often(admin: Browser) -> None:
    assert "has failed" not in text(admin.get("/admin/"))
    for _ in range(2):
        admin.get(f"{PLUGINS}/failing/switch")

    page = text(admin.get("/admin/"))
    assert "The plugin “The failing one” has failed 2 times, last on" in page
    assert "menu: KeyError: 'menu'" in page


def test_the_table_says_what_is_on_where(admin: Browser) -> None:
    admin.post("/grorud/settings/plugins/sample/switch?from=admin", to="on")
    page = text(admin.get(TABLE))

    head, _bydel, rows = page.partition("Bydel Grorud")
    grorud, stovner = rows.split("Bydel Stovner")[0], rows.split("Bydel Stovner")[-1]
    assert "The sample 1.2.3" in head
    assert "The failing one 0.2" in head
    assert "The broken one 0.1" not in head
    assert grorud.split()[:3] == ["Off", "Switch", "on"]
    assert "On Switch off The sample" in rows
    assert "On Switch off" not in stovner


def test_the_switch_leads_back_to_where_one_came_from(admin: Browser) -> None:
    switch = f"{PLUGINS}/sample/switch"

    assert f'href="{TABLE}"' in admin.get(f"{switch}?from=admin").text
    assert admin.post(f"{switch}?from=admin", to="on").location == TABLE
    assert admin.post(switch, to="off").location == PLUGINS


def test_districts_that_lack_something_are_listed(stovner: Stovner, admin: Browser) -> None:
    admin.get("/admin/districts/new")
    made = admin.post("/admin/districts/new", name="Bydel Alna", slug="alna")
    page = admin.get("/admin/").text

    assert made.location == "/alna/organisations"
    assert "Nobody has a role in Bydel Alna" in page
    assert "Nobody has a role in Bydel Stovner" not in page
    assert 'href="/alna/settings/users/new"' in page
    assert 'href="/stovner/settings/users"' in page
    assert "Bydel Alna has no accessibility statement" in page


def test_a_district_is_changed(admin: Browser) -> None:
    admin.get("/admin/districts/stovner")
    address = "https://uustatus.example.no/stovner"
    answer = admin.post("/admin/districts/stovner", name="Stovner bydel", accessibility_url=address)

    assert answer.location == "/admin/"
    assert "Stovner bydel has no accessibility statement" not in admin.get("/admin/").text
    assert f'href="{address}"' in admin.get("/stovner/").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"slug": "stovner"}, "There is a district stovner already."),
        ({"slug": "admin"}, "not be one of our own words"),
        ({"slug": "Bydel Alna"}, "can have a–z, 0–9 and hyphens"),
        ({"slug": ""}, "Write a short name."),
        ({"name": " "}, "Write what people call the district."),
        ({"accessibility_url": "uustatus"}, "Write a whole address, with https:// first."),
        ({"accessibility_url": "javascript:alert(1)"}, "Write a whole address"),
    ],
)
def test_a_district_that_cannot_be_is_refused(
    admin: Browser, fields: dict[str, str], said: str
) -> None:
    admin.get("/admin/districts/new")
    answer = admin.post("/admin/districts/new", **{"name": "Bydel Alna", "slug": "alna", **fields})

    assert answer.status_code == 422
    assert said in text(answer)
    assert admin.get("/alna/").status_code == 404


def test_a_district_that_is_not_there_is_not_found(admin: Browser) -> None:
    assert admin.get("/admin/districts/alna").status_code == 404
    admin.get("/admin/")
    assert admin.post("/admin/districts/alna", name="Alna").status_code == 404
