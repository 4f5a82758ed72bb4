"""The program's commands, in processes that have imported the program already.

What `innbyggerbasen` imports takes longer than most commands do. So one process imports it for all
of a test run's, and each command is forked from that one, at the place where it begins.
"""

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from core import cli
from core.plugin_api.markers import ENTRY_POINT_GROUP

_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Command:
    """What a person types, where, and where the answer goes (both files, which are added to)."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    output: Path
    errors: Path


@dataclass
class Forked:
    """A command that runs. It is asked what a subprocess.Popen is asked."""

    command: Command
    _process: ForkServerProcess = field(repr=False)

    @property
    def args(self) -> Sequence[str]:
        """What was typed."""
        return self.command.arguments

    @property
    def pid(self) -> int:
        """Its number; that of its process group, too."""
        assert self._process.pid
        return self._process.pid

    def poll(self) -> int | None:
        """The exit code, once it has ended."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code. Raises TimeoutExpired when it does not end in so many seconds."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(list(self.args), timeout or 0)
        return self._process.exitcode

    def terminate(self) -> None:
        """Ask it to stop."""
        self._process.terminate()


def fork(command: Command) -> Forked:
    """Start a command. It ends when this process dies."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["core.cli", *sorted(one.module for one in entry_points(group=ENTRY_POINT_GROUP))]
    )
    process = context.Process(target=_run, args=(command,), daemon=False)
    process.start()
    return Forked(command, process)


def run_forked(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end. Raises TimeoutExpired, and kills it, when it takes longer."""
    with TemporaryDirectory() as printed:
        output, errors = Path(printed, "output"), Path(printed, "errors")
        running = fork(Command(arguments, folder, environment, output, errors))
        try:
            code = running.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            raise
        return subprocess.CompletedProcess(arguments, code, output.read_text(), errors.read_text())


def _run(command: Command) -> None:
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGTERM)
    for path, number in ((command.output, 1), (command.errors, 2)):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(command.folder)
    os.environ.clear()
    os.environ.update(command.environment)
    time.tzset()
    # As in a process that nobody forked: the server asks how it is to start its workers
    multiprocessing.set_start_method(None, force=True)
    sys.argv = ["innbyggerbasen", *command.arguments]
    cli.main()
