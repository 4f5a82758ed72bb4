"""The program inside the test process, on a migrated database and a clock that stands still."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from core.app import create_app, platform_of
from core.config import Config
from core.plugin_api import PluginHost
from core.plugin_api.loader import LoadResult, discover
from core.testing.programs import keep_templates
from core.web.here import EXTENSION
from tests.support.clock import Clock

Plugin = Callable[[], object]


class Programs:
    """Programs by what makes their plugins: addresses, templates and finding plugins take long.

    A program has one user at a time. What it works with is new for each: nobody meets what another
    test's database, failures or clock have left behind.
    """

    def __init__(self, folder: Path) -> None:
        self._config = Config(folder, "sqlite://", "a key for tests")
        self._made: dict[tuple[Plugin, ...], tuple[Flask, LoadResult]] = {}

    @contextmanager
    def on(self, url: str, clock: Clock, *plugins: Plugin) -> Iterator[Flask]:
        """The program on that database; with every installed plugin, where none is named."""
        app, found = self._made.get(plugins) or self._put_together(plugins)
        parts = platform_of(PluginHost(found), url, clock)
        app.extensions[EXTENSION] = parts
        try:
            yield app
        finally:
            parts.database.close()

    def _put_together(self, plugins: tuple[Plugin, ...]) -> tuple[Flask, LoadResult]:
        made = [make() for make in plugins] or None
        app = create_app(self._config, made)
        app.testing = True
        keep_templates(app, self._config.data)
        self._made[plugins] = app, discover(made)
        return self._made[plugins]


class Program(Protocol):
    """What the fixture `program` gives: the program with those plugins."""

    def __call__(self, *plugins: Plugin) -> AbstractContextManager[Flask]: ...


@pytest.fixture(scope="session", autouse=True)
def builders() -> Iterator[None]:
    """What makes an address is written and compiled once, not for each program a test starts.

    It is Python that werkzeug writes for each rule; to do so takes most of a program's start.
    """
    made: dict[tuple[object, ...], Callable[..., Any]] = {}
    compiled = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        rests_on = rule.rule, rule.subdomain, repr(rule.defaults), append_unknown
        if rests_on not in made:
            made[rests_on] = compiled(rule, append_unknown)
        return made[rests_on]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Programs:
    """Those this process has put together."""
    return Programs(tmp_path_factory.mktemp("data"))


@pytest.fixture
def program(programs: Programs, migrated_url: str, clock: Clock) -> Program:
    """Runs the program with plugins of the test's own, on both databases."""
    return lambda *plugins: programs.on(migrated_url, clock, *plugins)


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    """The program with every installed plugin, on both databases."""
    with program() as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript, signed in nowhere."""
    return app.test_client()
