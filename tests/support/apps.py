"""The program inside the test process, on a migrated database and a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.app import create_app
from core.config import Config
from core.web.here import EXTENSION
from tests.support.clock import Clock


@pytest.fixture
def app(migrated_url: str, tmp_path: Path, clock: Clock) -> Iterator[Flask]:
    """The program with every installed plugin, on both databases."""
    app = create_app(Config(tmp_path, migrated_url, "a key for tests"), clock=clock)
    app.testing = True
    yield app
    app.extensions[EXTENSION].database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, signed in nowhere."""
    return app.test_client()
