"""docs/writing-a-plugin.md is followed to the letter, and the plugin works."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from build_support import ROOT
from core.accounts.roles import Role
from core.app import create_app
from core.config import Config
from core.districts.service import switch_plugin
from core.plugin_api import Candidate, DistrictRef
from core.testing.factories import (
    make_activity,
    make_district,
    make_organisation,
    make_place,
    make_user,
    sign_in,
)
from core.web.here import EXTENSION, Platform
from tests.support.clock import Clock
from tests.support.stovner import Browser

PAGE = ROOT / "docs" / "writing-a-plugin.md"
BLOCKS = re.compile(r"`(sprakkafe/\w+\.py)`:\n\n```python\n(.*?)```", re.DOTALL)
MOST_LINES = 100


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The files as the page gives them, where Python finds them."""
    files = dict(BLOCKS.findall(PAGE.read_text()))
    (tmp_path / "sprakkafe").mkdir()
    (tmp_path / "sprakkafe" / "__init__.py").touch()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield files
    for name in [name for name in sys.modules if name.partition(".")[0] == "sprakkafe"]:
        del sys.modules[name]


@pytest.fixture
def cafe(
    package: dict[str, str], migrated_url: str, tmp_path: Path, clock: Clock
) -> Iterator[Flask]:
    module = importlib.import_module("sprakkafe.plugin")
    plugin = Candidate("sprakkafe", lambda: module, "the page")
    app = create_app(Config(tmp_path, migrated_url, "a key for tests"), [plugin], clock)
    app.testing = True
    yield app
    app.extensions[EXTENSION].database.close()


def test_it_is_short(package: dict[str, str]) -> None:
    lines = sum(len(text.splitlines()) for text in package.values())
    assert set(package) == {
        f"sprakkafe/{part}.py" for part in ("figures", "rules", "views", "plugin")
    }
    assert lines < MOST_LINES


def test_its_rule_holds_for_its_own_bookings_where_it_is_on(cafe: Flask, clock: Clock) -> None:
    parts: Platform = cafe.extensions[EXTENSION]
    browser = Browser(cafe.test_client())
    with parts.database.platform_writing() as shared:
        district = make_district(shared, plugins=("sprakkafe",))
        organisation = make_organisation(shared, district=district).id
        admin = make_user(shared, Role.DISTRICT_ADMIN, district=district)
        sign_in(shared, browser.client, admin, clock())
        district_id = district.id
    with parts.database.writing(district_id) as session:
        make_place(session, "haugenstua-torg")
        make_activity(session, organisation, "sprakkafe", plugin="sprakkafe")
        make_activity(session, organisation, "babytreff")
    asked = {"place": "haugenstua-torg", "day": "2026-11-24", "starts": "18:00", "ends": "20:00"}
    form = "/stovner/bookings/new"
    refused = browser.post(form, **asked, activity="sprakkafe", volunteers="1")
    assert refused.status_code == 409
    assert "(Language café)" in refused.text
    shown = browser.get("/stovner/places/haugenstua-torg").text
    assert "Language café" in shown
    assert browser.post(form, **asked, activity="sprakkafe", volunteers="2").status_code == 303
    late = {**asked, "starts": "20:00", "ends": "21:00"}
    assert browser.post(form, **late, activity="babytreff").status_code == 303


def test_its_page_is_there_where_it_is_on(cafe: Flask, clock: Clock) -> None:
    parts: Platform = cafe.extensions[EXTENSION]
    assert parts.host.quarantined == ()
    client = cafe.test_client()
    with parts.database.platform_writing() as shared:
        district = make_district(shared)
        sign_in(shared, client, make_user(shared, Role.VIEWER, district=district), clock())
        district_id = district.id
    assert client.get("/stovner/sprakkafe/").status_code == 404
    with parts.database.platform_writing() as shared:
        switch_plugin(
            shared, district_id, "sprakkafe", enabled=True, actor="command:0", now=clock()
        )
    answer = client.get("/stovner/sprakkafe/")
    assert answer.status_code == 200
    assert "Sit where your language is spoken." in answer.text
    here = DistrictRef(district_id, "stovner", "Stovner")
    (answered,) = parts.host.call_enabled("count_categories", here, {"sprakkafe"})
    assert [category.key for category in answered.value] == ["table"]
