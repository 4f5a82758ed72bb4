"""A plugin's rule for one room sleeps half a minute: that room's refusal, and everybody else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bench import samples
from bench.client import Request, Run, measure
from bench.report import line
from bench.rooms import asked, bookers, free_slots
from bench.servers import serving

_SECONDS = 6.0
_CLIENTS = 20
_Enable = Callable[[str, str], None]


def show(data: Path, free: list[str], today: date, folder: Path, enable: _Enable) -> None:
    """Twenty clients ask for other rooms while one asks for the sleeper's, over and over."""
    folder.mkdir()
    slow, *others = free
    enable(samples.install_sleeper(folder, slow), str(folder))
    with serving("core.wsgi:application", data, PYTHONPATH=str(folder)) as port:
        _leader, booking = bookers(port, free_slots(others, today))
        body = asked(slow, "familiesenter", today + timedelta(days=5), 12)
        refusal = replace(booking(), body=body, expects=409)
        refused, beside = _both(port, lambda: refusal, booking)
    line("a room whose rule sleeps 30 s is refused within", f"{refused.longest:.2f} s", "≤ 2 s")
    line(
        f"95th percentile of {_CLIENTS} others' bookings meanwhile", f"{beside.p95:.2f} s", "< 1 s"
    )
    line("requests that failed", str(refused.failures + beside.failures), "0")


def _both(
    port: int, refusal: Callable[[], Request], booking: Callable[[], Request]
) -> tuple[Run, Run]:
    with ThreadPoolExecutor() as pool:
        refused = pool.submit(measure, port, refusal, clients=1, seconds=_SECONDS)
        beside = measure(port, booking, clients=_CLIENTS, seconds=_SECONDS)
        return refused.result(), beside
