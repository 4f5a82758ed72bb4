"""What a plugin promised to remove is removed, whatever another plugin's does."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.app import create_app
from core.config import Config
from core.db.tenancy import DistrictSession
from core.jobs.cleaning import clean_up
from core.jobs.scheduler import Workshop
from core.plugin_api import Manifest, Retention, hookimpl
from core.web.here import EXTENSION
from tests.support.clock import Clock


class Broken(Exception):
    """What the first of them raises."""


def plugin(name: str, seen: list[int] | None) -> ModuleType:
    """One that notes the districts it cleans, or fails."""
    made: Any = ModuleType(name)
    made.manifest = Manifest(name, title=name, version="1.0")

    def forget(session: Session, now: datetime) -> None:
        if seen is None:
            raise Broken
        assert isinstance(session, DistrictSession)
        seen.append(session.district_id)

    def retention() -> list[Retention]:
        return [Retention("old", forget)]

    made.retention = hookimpl(retention)
    return made


@pytest.fixture
def seen() -> list[int]:
    return []


@pytest.fixture
def app(migrated_url: str, tmp_path: Path, clock: Clock, seen: list[int]) -> Iterator[Flask]:
    plugins = [plugin("broken", None), plugin("tidy", seen)]
    app = create_app(Config(tmp_path, migrated_url, "a key"), plugins, clock)
    yield app
    app.extensions[EXTENSION].database.close()


def test_each_is_asked_in_every_district_and_a_failure_is_told(
    workshop: Workshop, two_districts: tuple[int, int], seen: list[int], clock: Clock
) -> None:
    with pytest.RaisesGroup(pytest.RaisesGroup(Broken, Broken)):
        clean_up(workshop, clock())
    assert sorted(seen) == sorted(two_districts)
