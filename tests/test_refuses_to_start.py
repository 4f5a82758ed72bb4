"""What stops the program from starting, and what does not: the command, with a plugin beside it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.servers import PROGRAM, environment

UNDECLARED = """
from flask import Blueprint
from core.plugin_api import Manifest, hookimpl

manifest = Manifest("sample", title="The sample", version="1.0")
pages = Blueprint("sample", __name__)

@pages.get("/open-by-mistake")
def page():
    return "for anybody"

@hookimpl
def blueprints():
    return [pages]
"""
BROKEN = {
    "on import": "raise RuntimeError('it breaks')",
    "by leaving": "raise SystemExit('it breaks')",
    "without a manifest": "",
    "in a hook": """
from core.plugin_api import Manifest, hookimpl

manifest = Manifest("sample", title="The sample", version="1.0")

@hookimpl
def permissions():
    raise RuntimeError("it breaks")
""",
}
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command of the program with a plugin of this source installed."""

    def run(source: str, *command: str) -> "subprocess.CompletedProcess[str]":
        installed = tmp_path / "installed"
        about = installed / "sample-1.0.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: sample\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text("[innbyggerbasen.plugins]\nsample = sample\n")
        (installed / "sample.py").write_text(source)
        return subprocess.run(
            [PROGRAM, *command],
            cwd=tmp_path,
            env={**environment(tmp_path), "PYTHONPATH": str(installed)},
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def test_an_address_that_declares_no_permission_stops_it(run: Run) -> None:
    done = run(UNDECLARED, "routes")

    assert done.returncode == 1
    assert "No permission is declared for /<district>/sample/open-by-mistake." in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN)
def test_a_plugin_that_breaks_does_not(run: Run, source: str) -> None:
    done = run(source, "routes", "--format", "json")

    assert done.returncode == 0, done.stderr
    assert "/<district>/sample" not in done.stdout
    assert "/healthz" in done.stdout
