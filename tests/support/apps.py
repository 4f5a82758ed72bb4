"""The program inside the test process, on a migrated database and a clock that stands still."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.app import create_app, platform_of, utc_now
from core.config import Config
from core.plugin_api import PluginHost
from core.web.here import EXTENSION
from tests.support.clock import Clock


@pytest.fixture(scope="session")
def put_together(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The program with every installed plugin: its addresses and templates, made once."""
    config = Config(tmp_path_factory.mktemp("data"), "sqlite://", "a key for tests")
    app = create_app(config, clock=utc_now)
    app.testing = True
    return app


@pytest.fixture
def app(put_together: Flask, migrated_url: str, clock: Clock) -> Iterator[Flask]:
    """The program with every installed plugin, on both databases; it remembers no other test."""
    parts = platform_of(PluginHost.discover(), migrated_url, clock)
    put_together.extensions[EXTENSION] = parts
    yield put_together
    parts.database.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, signed in nowhere."""
    return app.test_client()
