"""The gate: what a plugin that is off, or held back, leaves behind: nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from core.accounts.models import User
from core.accounts.roles import Role
from core.app import create_app
from core.config import Config
from core.districts.service import RESERVED, switch_plugin
from core.plugin_api import Manifest, PermissionGrant, hookimpl
from core.plugin_api.manifest import RESERVED_NAMES
from core.testing.factories import make_district, make_user, sign_in
from core.web.declare import public, requires
from core.web.gate import OUTSIDE_DISTRICTS
from core.web.here import EXTENSION, Platform
from tests.support.clock import Clock

SEE = "sample:pages:see"
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ADDRESSES = (
    "/stovner/sample/",
    "/stovner/sample",  # Flask would redirect to the slash
    "/stovner//sample/",
    "/stovner/sample//",
    "/stovner/s%61mple/",
    "/stovner/sample/open",
    "/stovner/sample/save",  # 405 for GET
    "/stovner/sample/static/words.txt",
    "/stovner/sample/static/none.txt",
    "/stovner/sample/nothing",
    "/stovner/sample/fails",
)
sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def pages_in(folder: Path) -> Blueprint:
    (folder / "static").mkdir()
    (folder / "static" / "words.txt").write_text("words")
    pages = Blueprint("sample", __name__, static_folder=str(folder / "static"))

    @pages.get("/")
    @requires(SEE)
    def index() -> str:
        return "the sample's page"

    @pages.get("/open")
    @public
    def opened() -> str:
        return "for everybody"

    @pages.post("/save")
    @requires(SEE)
    def save() -> str:
        return "saved"

    @pages.get("/fails")
    @requires(SEE)
    def fails() -> str:
        raise RuntimeError("the sample fails")

    return pages


def sample(pages: Blueprint, *more: Blueprint) -> ModuleType:
    """A plugin with pages, and a permission for leaders."""
    plugin: Any = ModuleType("sample")
    plugin.manifest = Manifest("sample", title="The sample", version="1.0")

    def blueprints() -> list[Blueprint]:
        return [pages, *more]

    def permissions() -> list[PermissionGrant]:
        return [PermissionGrant(SEE, frozenset({Role.VIEWER}), "See")]

    plugin.blueprints, plugin.permissions = hookimpl(blueprints), hookimpl(permissions)
    return plugin


@dataclass(frozen=True)
class Workers:
    """The program twice on one database, as two server processes are."""

    apps: tuple[Flask, Flask]
    district: int
    viewer: int

    def parts(self, which: int = 0) -> Platform:
        found: Platform = self.apps[which].extensions[EXTENSION]
        return found

    def client(self, which: int = 0, user: int | None = None) -> FlaskClient:
        """A browser at one of them, signed in when a user is given."""
        client, platform = self.apps[which].test_client(), self.parts(which)
        if user is not None:
            with platform.database.platform_writing() as shared:
                sign_in(shared, client, shared.get_one(User, user), platform.clock())
        return client

    def switch(self, *, on: bool) -> None:
        platform = self.parts()
        with platform.database.platform_writing() as shared:
            switch_plugin(
                shared,
                self.district,
                "sample",
                enabled=on,
                actor="command:0",
                now=platform.clock(),
            )


@pytest.fixture
def workers(migrated_url: str, tmp_path: Path, clock: Clock) -> Iterator[Workers]:
    """The sample is on in Stovner and was never on in Grorud."""
    folder = tmp_path / "plugin"
    folder.mkdir()
    plugin, config = sample(pages_in(folder)), Config(tmp_path, migrated_url, "a key")
    one, two = (create_app(config, [plugin], clock) for _ in range(2))
    with one.extensions[EXTENSION].database.platform_writing() as shared:
        stovner = make_district(shared, plugins=("sample",))
        make_district(shared, "grorud")
        user = make_user(shared, Role.VIEWER, district=stovner)
        found = Workers((one, two), stovner.id, user.id)
    yield found
    for which in (0, 1):
        found.parts(which).database.close()


def status(client: FlaskClient, address: str, method: str = "GET") -> int:
    with client.open(address, method=method) as answer:
        return answer.status_code


def test_where_it_is_on_its_addresses_answer(workers: Workers) -> None:
    client = workers.client(user=workers.viewer)
    found = {address: status(client, address) for address in ADDRESSES}
    assert found == {
        "/stovner/sample/": 200,
        "/stovner/sample": 308,
        "/stovner//sample/": 308,
        "/stovner/sample//": 308,
        "/stovner/s%61mple/": 200,
        "/stovner/sample/open": 200,
        "/stovner/sample/save": 405,
        "/stovner/sample/static/words.txt": 200,
        "/stovner/sample/static/none.txt": 404,
        "/stovner/sample/nothing": 404,
        "/stovner/sample/fails": 500,
    }


@pytest.mark.parametrize("signed_in", [True, False])
def test_where_it_is_off_nothing_tells_of_it(workers: Workers, signed_in: bool) -> None:
    client = workers.client(user=workers.viewer if signed_in else None)
    workers.switch(on=False)
    for address in ADDRESSES:
        for method in METHODS:
            assert status(client, address, method) == 404, f"{method} {address}"


def test_a_switch_holds_from_the_next_request_in_every_worker(workers: Workers) -> None:
    clients = [workers.client(which, workers.viewer) for which in (0, 1)]
    for on, seen in ((False, 404), (True, 200), (False, 404)):
        workers.switch(on=on)
        assert [status(client, "/stovner/sample/") for client in clients] == [seen, seen]


def test_it_is_off_where_nobody_switched_it_on(workers: Workers) -> None:
    assert status(workers.client(), "/grorud/sample/open") == 404
    assert status(workers.client(), "/stovner/sample/open") == 200


def test_a_plugin_whose_pages_do_not_mount_gives_nothing(migrated_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "plugin"
    folder.mkdir()
    breaks = Blueprint("sample_more", __name__)
    breaks.record(_fail)
    app = create_app(Config(tmp_path, migrated_url, "a key"), [sample(pages_in(folder), breaks)])
    parts: Platform = app.extensions[EXTENSION]
    with parts.database.platform_writing() as shared:
        make_district(shared, plugins=("sample",))

    [fault] = parts.host.quarantined
    assert (fault.hook, fault.error) == ("blueprints", "RuntimeError: it does not mount")
    assert not parts.policy.gives(Role.VIEWER, SEE)
    for address in ADDRESSES:
        assert status(app.test_client(), address) == 404
    parts.database.close()


def _fail(_state: object) -> None:
    raise RuntimeError("it does not mount")


class Unknown(msgspec.Struct, frozen=True):
    """Settings no form can be made for."""

    when: datetime = datetime(2026, 1, 1, tzinfo=UTC)


@sqlite
def test_settings_no_form_can_be_made_for_hold_a_plugin_back(
    migrated_url: str, tmp_path: Path
) -> None:
    plugin: Any = ModuleType("sample")
    plugin.manifest = Manifest("sample", title="The sample", version="1.0")
    plugin.settings = hookimpl(lambda: Unknown)

    parts = create_app(Config(tmp_path, migrated_url, "a key"), [plugin]).extensions[EXTENSION]

    [fault] = parts.host.quarantined
    assert (fault.hook, fault.name) == ("settings", "sample")
    assert "when: no form can be made for" in fault.error
    parts.database.close()


@sqlite
def test_a_plugin_cannot_be_named_as_something_of_cores(app: Flask) -> None:
    own = app.extensions[EXTENSION].host.all_names
    second = {
        rule.rule.split("/")[2]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/<district>/")
    }
    assert second - own - {""} <= RESERVED_NAMES
    cores = {
        name for name in app.blueprints if not name.startswith(tuple(f"{one}_" for one in own))
    }
    assert cores - own <= RESERVED_NAMES


@sqlite
def test_a_district_cannot_be_named_as_an_address_outside_districts(app: Flask) -> None:
    first = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} - {"<district>"}
    assert first <= OUTSIDE_DISTRICTS
    assert first - {""} <= RESERVED
