"""Print every ratio with the goal it is held against."""

import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import queries, rooms_lines, samples, saving, sleeper
from bench.report import leader, line
from bench.visitor import PASSWORD
from core.calendar.zones import local_date

_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"')


def main() -> None:
    """Run everything on a demo of its own."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        _prepare(data)
        # Copied before anything is saved
        few, many = (shutil.copytree(data, Path(folder) / name) for name in ("few", "many"))
        _pages(data)
        _saving(data)
        _plugins(data, Path(folder))
        free = rooms_lines.show(few, many)
        _sleeper(few, free, Path(folder))


def _command(data: Path, *words: str, path: str = "") -> None:
    environment = {**os.environ, "INNBYGGERBASEN_DATA": str(data), "PYTHONPATH": path}
    command = [sys.executable, "-c", "from core.cli import main; main()", *words]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _prepare(data: Path) -> None:
    _command(data, "db", "upgrade")
    _command(data, "demo", "--password", PASSWORD)


def _pages(data: Path) -> None:
    browser = leader(data)
    for years, address in (
        ("as it opens", "/stovner/figures/familiesenter"),
        ("one year", "/stovner/figures/familiesenter?from=2022-09-01&to=2023-08-31"),
        ("ten years", "/stovner/figures/familiesenter?from=2017-01-01&to=2026-12-31"),
    ):
        with queries.counted() as statements:
            answer = browser.get(address)
        found = f"{len(statements)}" if answer.status_code == 200 else f"{answer.status_code}!"
        line(f"queries of the centre's figures, {years}", found, "≤ 8, the same")
    page = browser.get("/stovner/count/", follow_redirects=True)
    assets = sorted(set(_ASSET.findall(page.text)))
    modules = ["/static/queue.js", "/static/sender.js", "/static/vendor/idb.js"]
    size = len(gzip.compress(page.data)) + sum(
        len(gzip.compress(browser.get(address).data)) for address in [*assets, *modules]
    )
    line("the count page with its assets, gzipped", f"{size / 1000:.1f} kB", "≤ 60 kB")


def _saving(data: Path) -> None:
    pairs = saving.rounds(data)
    rate = statistics.median(ours.alone.per_second / bare.alone.per_second for ours, bare in pairs)
    both = statistics.median(
        ours.together.per_second / bare.together.per_second for ours, bare in pairs
    )
    slow = statistics.median(ours.together.p95 / bare.together.p95 for ours, bare in pairs)
    failures = sum(ours.alone.failures + ours.together.failures for ours, _bare in pairs)
    line("saving a count against a bare durable insert, 1 client", f"{rate:.2f}", "≥ 0.40")
    line("the same with 8 clients", f"{both:.2f}", "≥ 0.40")
    line("95th percentile with 8 clients, against the bare one's", f"{slow:.2f} ×", "≤ 2 ×")
    line("requests that failed", str(failures), "0")


def _plugins(data: Path, folder: Path) -> None:
    """Without and with the samples in turn, the best of five each: noise only slows."""
    place = folder / "samples"
    place.mkdir()
    without: list[float] = []
    with_four: list[float] = []
    names = samples.install(place, 4)
    for name in names:
        _command(data, "plugin", "enable", name, "--district", "stovner", path=str(place))
    for _ in range(5):
        without.append(saving.many(data))
        with_four.append(saving.many(data, PYTHONPATH=str(place)))
    cost = 1 - max(with_four) / max(without)
    line("four copies of a sample plugin cost, saving a count", f"{cost:.1%}", "≤ 5 %")


def _sleeper(data: Path, free: list[str], folder: Path) -> None:
    def enable(name: str, path: str) -> None:
        _command(data, "plugin", "enable", name, "--district", "stovner", path=path)

    sleeper.show(data, free, local_date(datetime.now(UTC)), folder / "sleeper", enable)


main()
