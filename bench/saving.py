"""Saving a count against a bare durable insert, served alike."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.client import Request, Run, measure
from bench.servers import serving
from bench.visitor import sign_in

_PROGRAM = "core.wsgi:application"
_MANY = 8
_SECONDS = 6.0
_ROUNDS = 5


@dataclass(frozen=True)
class Saving:
    """The program and the bare view, with one client and with eight."""

    alone: Run
    together: Run


def program(data: Path) -> Saving:
    """Taps with sign-in, CSRF, totals, hooks and the append-only log."""
    with serving(_PROGRAM, data) as port:
        return _both(port, sign_in(port).tap)


def bare(data: Path) -> Saving:
    """The same number of bytes, inserted as they are."""
    body = json.dumps({"body": "x" * 160}).encode()
    request = Request("/rows", body, {"Content-Type": "application/json"})
    with serving("bench.bare:application", data) as port:
        return _both(port, lambda: request)


def many(data: Path, **environment: str) -> float:
    """Taps of eight clients, a second."""
    with serving(_PROGRAM, data, **environment) as port:
        tap = sign_in(port).tap
        _warm(port, tap)
        return measure(port, tap, clients=_MANY, seconds=_SECONDS).per_second


def rounds(data: Path) -> list[tuple[Saving, Saving]]:
    """Program and bare in turn, so that a machine that slows down slows both."""
    return [(program(data), bare(data)) for _ in range(_ROUNDS)]


def _both(port: int, make: Callable[[], Request]) -> Saving:
    _warm(port, make)
    return Saving(
        alone=measure(port, make, clients=1, seconds=_SECONDS),
        together=measure(port, make, clients=_MANY, seconds=_SECONDS),
    )


def _warm(port: int, make: Callable[[], Request]) -> None:
    """Both workers."""
    measure(port, make, clients=2, seconds=1)
