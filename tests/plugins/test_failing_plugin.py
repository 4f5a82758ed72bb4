"""A plugin that fails in any way: the program runs, the others too, the administrator sees why."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import ModuleType

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from core.accounts.roles import Role
from core.config import Config
from core.districts.models import DistrictPlugin
from core.jobs.plugins import run_plugins_jobs
from core.jobs.scheduler import Workshop
from core.plugin_api import hookimpl
from core.plugin_api.hooks import HOOKS, Scope
from core.testing.faults import ERROR, FAULTS, NEIGHBOUR, faulty
from core.testing.programs import ON, browser, page, parts, running, settle
from core.web.declare import requires
from tests.core.web.sample_plugin import SEE, sample

LENIENT = {*(hook.name for hook in HOOKS.values() if hook.scope is Scope.ENABLED), "card"}
STAGES = {"import": "import", "manifest": "manifest", "registration": "registration"}
COUNTER = f"/{ON}/count/samling/2026-11-22-1100"
PAGES = (
    f"/{ON}/sample/",
    f"/{ON}/activities/samling",
    f"/{ON}/figures/samling",
    f"{COUNTER}/numbers",
)
THEIRS = (
    f"/{ON}/activities/{NEIGHBOUR}",
    f"/{ON}/activities/{NEIGHBOUR}/days/2026-11-22-1100/prepare",
    f"/{ON}/denne-uka/{NEIGHBOUR}",
    f"/{ON}/figures/{NEIGHBOUR}",
)
"""Core's pages about an activity of the plugin that fails."""
THEIR_COUNTER = f"/{ON}/count/{NEIGHBOUR}/2026-11-22-1100"
"""Held back, a plugin's activity is not counted at, as where the plugin is off."""


@contextmanager
def beside(fault: str | None, url: str, folder: Path) -> Iterator[Flask]:
    """The sample, and the neighbour with its fault, both on in the district."""
    others = [faulty(fault)] if fault else []
    with running(url, folder, [*others, _sample_with_a_page()]) as app:
        yield app


def _sample_with_a_page() -> ModuleType:
    pages = Blueprint("sample", __name__)

    @pages.get("/")
    @requires(SEE)
    def index() -> str:
        return "a page of it"

    def blueprints() -> list[Blueprint]:
        return [pages]

    plugin = sample()
    vars(plugin).update(blueprints=hookimpl(blueprints))
    return plugin


@pytest.fixture
def before(migrated_url: str, tmp_path: Path) -> dict[str, tuple[int, str]]:
    """The pages as they are without the neighbour, whose activity is there already."""
    with beside(None, migrated_url, tmp_path) as app:
        settle(app, {"samling": "sample", NEIGHBOUR: NEIGHBOUR})
        switch_on(app)
        client = browser(app, Role.LEADER)
        found = {address: page(client, address) for address in (f"/{ON}/", *PAGES)}
    assert {status for status, _text in found.values()} == {200}
    return found


def switch_on(app: Flask) -> None:
    """Everywhere: `settle` switches off what is on in the second district."""
    with parts(app).database.platform_writing() as shared:
        for row in shared.query(DistrictPlugin):
            row.enabled = True


def lines(answer: tuple[int, str]) -> set[str]:
    assert answer[0] == 200
    return {line.strip() for line in answer[1].replace(">", ">\n").splitlines()}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_rest_goes_on(
    before: dict[str, tuple[int, str]], migrated_url: str, tmp_path: Path, fault: str
) -> None:
    with beside(fault, migrated_url, tmp_path) as app:
        client = browser(app, Role.LEADER)
        for address in (f"/{ON}/", *PAGES):
            # Some pages also say what is unavailable
            assert lines(before[address]) <= lines(page(client, address)), address
        for address in THEIRS:
            assert page(client, address)[0] == 200, address
        assert page(client, THEIR_COUNTER)[0] == (200 if fault in LENIENT else 404)
        assert page(client, f"/{ON}/{NEIGHBOUR}/")[0] == 404
        assert page(client, f"/{ON}/bookings/waiting")[0] == 200
        counts(client)
        # What plugins do by themselves is asked for outside pages
        run_plugins_jobs(
            Workshop(app, Config(tmp_path, migrated_url, ""), Event()), parts(app).clock()
        )
        names_the_fault(app, fault)
        shows_the_fault(app, fault)


def counts(client: FlaskClient) -> None:
    """The counter of the sample saves."""
    form = client.get(COUNTER).text
    values = {name: between(form, f'name="{name}" value="') for name in ("csrf_token", "id")}
    assert client.post(COUNTER, data={**values, "press": "adult:1"}).status_code == 303
    assert "Til sammen 1" in " ".join(re.sub(r"<[^>]+>", " ", client.get(COUNTER).text).split())


def between(text: str, start: str) -> str:
    return text.partition(start)[2].partition('"')[0]


def names_the_fault(app: Flask, fault: str) -> None:
    host = parts(app).host
    if fault in LENIENT:
        assert host.quarantined == ()
        (failure,) = host.failures
        hook = "dashboard_cards" if fault == "card" else fault
        assert (failure.plugin, failure.hook) == (NEIGHBOUR, hook)
        assert ERROR in failure.error
        return
    (held_back,) = host.quarantined
    assert held_back.name == NEIGHBOUR
    stage = STAGES.get(fault, "mount" if fault == "mount" else "answer")
    assert held_back.stage == stage
    assert (ERROR in held_back.error) is (fault not in {"manifest", "registration"})
    assert host.names == {"sample"}


def shows_the_fault(app: Flask, fault: str) -> None:
    """With its error, to the administrator and the district's; elsewhere that there is one."""
    host = parts(app).host
    (shown,) = host.failures if fault in LENIENT else host.quarantined
    admin, own = browser(app, Role.ADMIN), browser(app, Role.DISTRICT_ADMIN)
    for client, address in (
        (admin, "/admin/"),
        (admin, "/admin/plugins"),
        (own, f"/{ON}/settings/plugins"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert shown.error.replace("'", "&#39;") in answer.text, address
