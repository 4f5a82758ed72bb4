"""`run` where it cannot serve: it says so in a sentence and leaves whoever is there alone."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.servers import Server, environment, serving


@pytest.fixture
def data(migrated_file: Path, tmp_path: Path) -> Path:
    """A data folder with a migrated database."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(migrated_file, folder / "innbyggerbasen.db")
    return folder


@pytest.fixture
def running(data: Path) -> Iterator[Server]:
    with serving(data, options=("--no-jobs",)) as server:
        yield server


def test_a_port_somebody_has_is_not_shared(running: Server) -> None:
    port = running.url.rpartition(":")[2]
    second = running.command("run", "--port", port)
    assert second.returncode == 1
    assert f"Nothing can be served on port {port} of 127.0.0.1" in second.stderr
    assert "make run PORT=" in second.stderr
    assert "Traceback" not in second.stderr
    with urlopen(f"{running.url}/healthz") as answer:
        assert answer.status == 200


def test_an_address_of_another_machine_is_refused(data: Path) -> None:
    elsewhere = "192.0.2.1"  # kept for examples: no machine has it
    there = Server("http://127.0.0.1:1", data, environment(data))
    refused = there.command("run", "--host", elsewhere)
    assert refused.returncode == 1
    assert f"of {elsewhere}" in refused.stderr
    assert "Traceback" not in refused.stderr
