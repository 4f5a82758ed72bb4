"""Acceptance 6: a switch holds from the next request in every worker, and nothing is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from core.accounts.models import ApiToken
from core.accounts.roles import Role
from core.accounts.tokens import hashed
from core.app import create_app
from core.config import Config
from core.districts.models import District
from core.districts.service import switch_plugin
from core.plugin_api import Manifest, hookimpl
from core.schedules.models import Activity, Occurrence
from core.testing.factories import make_user, sign_in
from core.testing.programs import NOW, OFF, ON, browser, page, parts, settle
from core.testing.rows import tables
from plugins.rodekors import plugin as rodekors

ACTIVITY = f"/{ON}/activities/familiesenter"
FIGURES = f"/{ON}/figures/familiesenter"
COUNTER = f"/{ON}/count/familiesenter/2026-11-22-1100"
CENTRE, IMPORT = f"/{ON}/rodekors/", f"/{ON}/rodekors/import"
STYLE = f"/{ON}/poster/static/poster.css"
PAGES = (f"/{ON}/", ACTIVITY, FIGURES, COUNTER, CENTRE, IMPORT)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
CARD = "Familiesenteret denne uka"
VOLUNTEERS = "Frivillige"


@dataclass(frozen=True)
class Worker:
    """One of the program's processes: an application of its own on the common database."""

    app: Flask
    client: FlaskClient
    district: int
    day: int

    def looks(self) -> dict[str, tuple[int, str]]:
        """What its pages say."""
        return {where: page(self.client, where) for where in PAGES}

    def sends(self, *categories: str) -> Any:
        """The API's answer to one count of each category on the centre's day."""
        events = [
            {
                "id": str(uuid4()),
                "occurrence": str(self.day),
                "category": category,
                "n": 7,
                "tapped_at": NOW.isoformat(),
            }
            for category in categories
        ]
        answer = self.app.test_client().post(
            f"/{ON}/api/counts", json={"events": events}, headers={"Authorization": "Bearer secret"}
        )
        assert answer.status_code == 200
        return answer.get_json()


def poster(folder: Path) -> ModuleType:
    """A plugin with a static file and nothing else."""
    (folder / "poster.css").write_text("/* poster */")
    pages = Blueprint("poster", __name__, static_folder=str(folder), static_url_path="/static")
    plugin = ModuleType("poster")

    def blueprints() -> list[Blueprint]:
        return [pages]

    vars(plugin).update(
        manifest=Manifest("poster", "Poster", "1.0"), blueprints=hookimpl(blueprints)
    )
    return plugin


@pytest.fixture
def workers(migrated_url: str, tmp_path: Path) -> Iterator[list[Worker]]:
    config = Config(tmp_path, migrated_url, "a key for tests")
    plugins = [rodekors, poster(tmp_path)]
    apps = [create_app(config, plugins, lambda: NOW) for _worker in range(2)]
    settle(apps[0], {"familiesenter": "rodekors", "posters": "poster"})
    with parts(apps[0]).database.platform_writing() as shared:
        district = shared.scalars(sa.select(District).where(District.slug == ON)).one()
        leader = make_user(shared, Role.LEADER, district=district)
        shared.add(
            ApiToken(
                token_hash=hashed("secret"),
                user_id=leader.id,
                district_id=district.id,
                created_at=NOW,
            )
        )
        clients = [app.test_client() for app in apps]
        for client in clients:
            sign_in(shared, client, leader, NOW)
        district_id = district.id
    with parts(apps[0]).database.reading(district_id) as session:
        centre = sa.select(Occurrence.id).join(Activity, Activity.id == Occurrence.activity_id)
        day = session.scalars(centre.where(Activity.plugin == "rodekors")).one()
    yield [Worker(app, client, district_id, day) for app, client in zip(apps, clients, strict=True)]
    for app in apps:
        parts(app).database.close()


def switch(worker: Worker, *, on: bool) -> None:
    with parts(worker.app).database.platform_writing() as shared:
        for plugin in ("rodekors", "poster"):
            switch_plugin(shared, worker.district, plugin, enabled=on, actor="command:0", now=NOW)


def kept(worker: Worker) -> dict[str, list[str]]:
    """Every row of the district but those of the switch itself."""
    with parts(worker.app).database.reading(worker.district) as session:
        connection = session.connection()
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in tables(parts(worker.app).host)
            if table.name not in {"district_plugins", "platform_audit_entries"}
        }


def test_off_and_on_again(workers: list[Worker]) -> None:
    here, there = workers
    assert len(here.sends("adult", "child", "volunteer")["accepted"]) == 3
    before = here.looks()
    assert before == there.looks()
    assert {status for status, _text in before.values()} == {200}
    assert CARD in before[f"/{ON}/"][1]
    assert f'href="{CENTRE}"' in before[ACTIVITY][1]
    assert f'href="{IMPORT}"' in before[ACTIVITY][1]
    assert VOLUNTEERS in before[FIGURES][1]
    assert VOLUNTEERS in before[COUNTER][1]
    rows = kept(here)

    switch(here, on=False)

    for worker in (there, here):
        is_out_of_sight(worker)
        assert kept(worker) == rows

    switch(there, on=True)

    for worker in workers:
        assert worker.looks() == before
        assert page(worker.client, STYLE)[0] == 200
    assert kept(here) == rows
    assert len(there.sends("adult", "volunteer")["accepted"]) == 2


def is_out_of_sight(worker: Worker) -> None:
    looks = worker.looks()
    assert [looks[where][0] for where in (f"/{ON}/", ACTIVITY, FIGURES)] == [200, 200, 200]
    assert [looks[where][0] for where in (COUNTER, CENTRE, IMPORT)] == [404, 404, 404]
    assert CARD not in looks[f"/{ON}/"][1]
    assert "/rodekors/" not in looks[ACTIVITY][1]
    assert VOLUNTEERS not in looks[FIGURES][1]
    answer = worker.sends("adult", "volunteer")
    assert answer["accepted"] == []
    assert {one["code"] for one in answer["rejected"]} == {"plugin-off"}
    for where in (STYLE, CENTRE.rstrip("/"), f"{IMPORT}/", f"{IMPORT}/1", f"{IMPORT}/undo/1"):
        for method in METHODS:
            with worker.client.open(where, method=method) as refused:
                assert refused.status_code == 404, f"{method} {where}"


def test_the_other_district_is_as_it_was(workers: list[Worker]) -> None:
    here, _there = workers
    address = f"/{OFF}/rodekors/"
    client = browser(here.app, Role.LEADER, OFF)
    assert page(client, address)[0] == 404
    with parts(here.app).database.platform_writing() as shared:
        other = shared.scalars(sa.select(District.id).where(District.slug == OFF)).one()
        switch_plugin(shared, other, "rodekors", enabled=True, actor="command:0", now=NOW)
    shown = page(client, address)
    assert shown[0] == 200

    switch(here, on=False)

    assert page(client, address) == shown
