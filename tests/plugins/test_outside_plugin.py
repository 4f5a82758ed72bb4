"""A plugin of somebody else's, in its own package: pip installs it, the program starts with it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.support.servers import Server, serving

pytestmark = pytest.mark.slow

PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "innbyggerbasen-loppemarked"
version = "2.3"
dependencies = ["innbyggerbasen"]

[project.entry-points."innbyggerbasen.plugins"]
loppemarked = "loppemarked"

[tool.hatch.build.targets.wheel]
packages = ["loppemarked"]
"""
PLUGIN = """
from flask import Blueprint

from core.plugin_api import Manifest, hookimpl
from core.web.declare import public

manifest = Manifest("loppemarked", "Flea market", "2.3")
pages = Blueprint("loppemarked", __name__, static_folder="static", static_url_path="/static")


@pages.get("/")
@public
def index():
    return "Old things, new owners"


@hookimpl
def blueprints():
    return [pages]
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder pip put it in, made from a wheel; nothing is fetched."""
    source = tmp_path_factory.mktemp("source")
    (source / "pyproject.toml").write_text(PROJECT)
    static = source / "loppemarked" / "static"
    static.mkdir(parents=True)
    (static / "stall.css").write_text("/* stall */")
    (source / "loppemarked" / "__init__.py").write_text(PLUGIN)
    wheels, target = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    offline = ("--no-deps", "--no-index", "--disable-pip-version-check")
    _pip("wheel", "--no-build-isolation", *offline, "--wheel-dir", str(wheels), str(source))
    (wheel,) = wheels.glob("*.whl")
    _pip("install", *offline, "--target", str(target), str(wheel))
    return target


@pytest.fixture
def data(demo_data: Path, tmp_path: Path) -> Path:
    return shutil.copytree(demo_data, tmp_path / "data")


@pytest.fixture
def server(data: Path, installed: Path) -> Iterator[Server]:
    with serving(data, python_path=installed) as server:
        yield server


def test_it_answers_where_it_is_switched_on(server: Server) -> None:
    page, css = "/stovner/loppemarked/", "/stovner/loppemarked/static/stall.css"
    assert "loppemarked 2.3 – off everywhere" in server.command("plugin", "list").stdout
    assert ask(server, page)[0] == ask(server, css)[0] == 404

    enabled = server.command("plugin", "enable", "loppemarked", "--district", "stovner")

    assert (enabled.returncode, enabled.stderr) == (0, "")
    assert ask(server, page) == (200, "Old things, new owners")
    assert ask(server, css) == (200, "/* stall */")
    assert ask(server, "/grorud/loppemarked/")[0] == 404

    server.command("plugin", "disable", "loppemarked", "--district", "stovner")

    assert ask(server, page)[0] == ask(server, css)[0] == 404


def test_taken_away_it_leaves_the_program_as_it_was(data: Path, installed: Path) -> None:
    with serving(data) as server:
        before = ask(server, "/sign-in")[0], server.command("plugin", "list").stdout
    with serving(data, python_path=installed) as server:
        server.command("plugin", "enable", "loppemarked", "--district", "stovner")

    with serving(data) as server:
        assert (ask(server, "/sign-in")[0], server.command("plugin", "list").stdout) == before
        assert ask(server, "/stovner/loppemarked/")[0] == 404
        refused = server.command("plugin", "enable", "loppemarked", "--district", "stovner")

    assert refused.returncode == 1
    assert "There is no plugin loppemarked." in refused.stderr


def ask(server: Server, address: str) -> tuple[int, str]:
    try:
        with urlopen(server.url + address) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, ""


def _pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", *arguments], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
