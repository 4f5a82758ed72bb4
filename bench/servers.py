"""Starting the program and the bare one alike, with the workers and threads of `run`."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.cli.run import THREADS, WORKERS

_START_SECONDS = 30


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(target: str, data: Path, **environment: str) -> Iterator[int]:
    """The port of a server that runs until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", target]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--port", str(port), "--no-ws", "--log-level", "error"]
    process = subprocess.Popen(
        command, env={**os.environ, "INNBYGGERBASEN_DATA": str(data), **environment}
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server did not start")
