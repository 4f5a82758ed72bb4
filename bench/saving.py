"""Saving a count against a bare durable insert, served alike."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.client import Request, Run, measure
from bench.servers import serving
from bench.visitor import sign_in

_SECONDS = 6.0
_ROUNDS = 5


@dataclass(frozen=True)
class Saving:
    """The program and the bare view, with one client and with eight."""

    alone: Run
    together: Run


def program(data: Path, **environment: str) -> Saving:
    """Taps with sign-in, CSRF, totals, hooks and the append-only log."""
    with serving("core.wsgi:application", data, **environment) as port:
        tapper = sign_in(port)
        return _both(port, tapper.tap)


def bare(data: Path) -> Saving:
    """The same number of bytes, inserted as they are."""
    body = json.dumps({"body": "x" * 160}).encode()
    request = Request("/rows", body, {"Content-Type": "application/json"})
    with serving("bench.bare:application", data) as port:
        return _both(port, lambda: request)


def rounds(data: Path) -> list[tuple[Saving, Saving]]:
    """Program and bare in turn, so that a machine that slows down slows both."""
    return [(program(data), bare(data)) for _ in range(_ROUNDS)]


def _both(port: int, make: Callable[[], Request]) -> Saving:
    measure(port, make, clients=2, seconds=1)  # warms both workers
    return Saving(
        alone=measure(port, make, clients=1, seconds=_SECONDS),
        together=measure(port, make, clients=8, seconds=_SECONDS),
    )
