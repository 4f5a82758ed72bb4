"""What a plugin does by itself is done where it is on, whatever another plugin's job does."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from core.app import create_app
from core.bookings import letters
from core.bookings.models import Letter
from core.config import Config
from core.db.tenancy import DistrictSession
from core.districts.service import switch_plugin
from core.jobs.plugins import PluginsFailed, run_plugins_jobs
from core.jobs.scheduler import Workshop
from core.plugin_api import DistrictRef, Manifest, PluginJob, hookimpl
from core.web.here import EXTENSION
from tests.support.clock import Clock


class Broken(Exception):
    """What the first of them raises."""


def plugin(name: str, error: type[Exception] | None = None) -> ModuleType:
    """One that writes a letter in bokmål, and fails afterwards if it has an error."""
    made: Any = ModuleType(name)
    made.manifest = Manifest(name, title=name, version="1.0")

    def run(session: DistrictSession, now: datetime) -> None:
        with force_locale("nb"):
            letters.write(session, f"{name}@example.no", gettext("Cancelled"), "", now)
        if error:
            raise error

    def jobs(district: DistrictRef) -> list[PluginJob]:
        return [PluginJob("letters", run)]

    made.jobs = hookimpl(jobs)
    return made


@pytest.fixture
def app(migrated_url: str, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    plugins = [plugin("broken", Broken), plugin("sound")]
    app = create_app(Config(tmp_path, migrated_url, "a key"), plugins, clock)
    yield app
    app.extensions[EXTENSION].database.close()


def switch(workshop: Workshop, district: int, *plugins: str) -> None:
    with workshop.platform.database.platform_writing() as shared:
        for name in plugins:
            now = workshop.platform.clock()
            switch_plugin(shared, district, name, enabled=True, actor="command:0", now=now)


def written(workshop: Workshop, district: int) -> list[tuple[str, str]]:
    with workshop.platform.database.reading(district) as session:
        return [(one.recipient, one.subject) for one in session.scalars(select(Letter))]


def test_it_runs_where_the_plugin_is_on_and_nowhere_else(
    workshop: Workshop, two_districts: tuple[int, int], clock: Clock
) -> None:
    here, there = two_districts
    switch(workshop, here, "sound")
    run_plugins_jobs(workshop, clock())
    assert written(workshop, here) == [("sound@example.no", "Avlyst")]
    assert written(workshop, there) == []


def test_one_that_fails_is_told_and_undone_and_the_others_go_on(
    workshop: Workshop, two_districts: tuple[int, int], clock: Clock
) -> None:
    here, there = two_districts
    switch(workshop, here, "broken", "sound")
    switch(workshop, there, "sound")
    with pytest.raises(PluginsFailed, match="broken's letters in stovner"):
        run_plugins_jobs(workshop, clock())
    for district in two_districts:
        assert written(workshop, district) == [("sound@example.no", "Avlyst")]
