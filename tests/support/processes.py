"""Programs that tests start: they end with the tests, even where those are killed."""

import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

_PAUSE = threading.Event()


class NotReady(Exception):
    """A program did not come up, or did not stop, in time."""


def start(
    command: Sequence[str | Path],
    log: IO[bytes],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    end_by: str = "TERM",
    privileges: Sequence[str] = (),
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own; it gets `end_by` when this process dies.

    `privileges` are setpriv's options, for a program that may not run as root.
    """
    tie = ["setpriv", *privileges, "--pdeathsig", end_by] if shutil.which("setpriv") else []
    return subprocess.Popen(
        [*tie, *(str(part) for part in command)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def pause_until(done: Callable[[], bool], seconds: float, sentence: str) -> None:
    """Ask until it is done. Raises NotReady with the sentence after so many seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            raise NotReady(sentence)
        _PAUSE.wait(0.02)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until it is ready. Raises NotReady with the end of the log after two minutes."""
    deadline = time.monotonic() + 120
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotReady(f"{process.args}\n{log.read_text(errors='replace')[-4000:]}")
        _PAUSE.wait(0.02)
