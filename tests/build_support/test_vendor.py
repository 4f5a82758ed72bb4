"""The browser's libraries are fetched once, and a failure says what to do."""

import shutil
from pathlib import Path

import pytest

from build_support import ROOT, vendor


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in vendor.MANIFESTS:
        shutil.copy2(ROOT / name, tmp_path)
    return tmp_path


def _fake_npm(folder: Path, monkeypatch: pytest.MonkeyPatch, install: str) -> None:
    """Stands for npm itself, so that no test needs the network."""
    folder.mkdir()
    for name, script in {"node": "exit 0", "npm": install}.items():
        program = folder / name
        program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo 10.1.0 && exit 0\n{script}\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_what_is_up_to_date_is_left_alone(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = " ".join(f"node_modules/{source}" for source in vendor.ASSETS)
    fetch = f'for f in {files}; do mkdir -p "$(dirname "$f")"; echo fetched > "$f"; done'
    _fake_npm(tmp_path / "bin", monkeypatch, fetch)
    vendor.ensure_vendor(project)
    assert vendor.is_up_to_date(project)
    shutil.rmtree(tmp_path / "bin")
    monkeypatch.setenv("PATH", "")

    vendor.ensure_vendor(project)  # would fail if it called npm

    assert vendor.needed_packages(project) == []
    assert (vendor.vendor_folder(project) / "idb.js").read_text() == "fetched\n"


def test_another_lock_file_is_fetched_again(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_what_is_up_to_date_is_left_alone(project, tmp_path, monkeypatch)
    with (project / "package-lock.json").open("a") as lock:
        lock.write("\n")

    assert not vendor.is_up_to_date(project)
    assert vendor.needed_packages(project) == [vendor.NODE_WHEEL]


def test_npm_that_cannot_reach_its_registry_is_told_plainly(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake_npm(tmp_path / "bin", monkeypatch, "echo 'npm error ENOTFOUND' >&2; exit 1")

    with pytest.raises(vendor.VendorError, match=r"(?s)Check the network.*ENOTFOUND"):
        vendor.ensure_vendor(project)

    assert not vendor.is_up_to_date(project)


def test_the_lock_file_names_no_registry() -> None:
    assert "http" not in (ROOT / "package-lock.json").read_text()
