"""The real program, `innbyggerbasen run` and its other commands, in processes of their own.

That of this folder is forked (tests/support/forked.py); another one is started as people start it.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.support.forked import Command, Forked, fork, run_forked
from tests.support.processes import NotReady, start, wait_until
from tests.support.shared import made_once

PROGRAM = Path(sys.executable).with_name("innbyggerbasen")
DEMO_PASSWORD = "the demo of the tests"
_STOPS_WITHIN = 10  # seconds, as the contract promises
_COMMAND_SECONDS = 120


@dataclass
class Server:
    """A running program on its own data folder. `url` ends without a slash."""

    url: str
    data: Path
    environment: dict[str, str]
    program: Path = PROGRAM
    options: tuple[str, ...] = ()
    _process: subprocess.Popen[bytes] | Forked | None = field(default=None, repr=False)

    @property
    def pid(self) -> int:
        """Of the process that was started; the number of its group, too."""
        assert self._process
        return self._process.pid

    @property
    def log(self) -> Path:
        """What the program printed."""
        return self.data / "server.log"

    def start(self) -> None:
        """Start it and wait until /healthz answers."""
        port = self.url.rpartition(":")[2]
        self._process = self._started("run", "--port", port, *self.options)
        wait_until(self._healthy, self._process, self.log)

    def stop(self) -> None:
        """Ask it to stop, as an operator does. Raises NotReady when that takes too long."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
            raise NotReady(f"it did not stop within {_STOPS_WITHIN} seconds") from None
        self._process = None

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the program on the same data."""
        return command(self.data, self.environment, *arguments, program=self.program)

    def _started(self, *arguments: str) -> subprocess.Popen[bytes] | Forked:
        if _is_here(self.program, self.environment):
            return fork(Command(arguments, self.data, self.environment, self.log, self.log))
        with self.log.open("ab") as output:
            typed = [self.program, *arguments]
            return start(typed, output, folder=self.data, environment=self.environment)

    def _healthy(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (URLError, ConnectionError, TimeoutError):
            return False


@contextmanager
def serving(
    data: Path,
    *,
    database_url: str | None = None,
    program: Path = PROGRAM,
    python_path: Path | None = None,
    options: tuple[str, ...] = (),
) -> Iterator[Server]:
    """A server on a data folder whose database is migrated; SQLite in it unless told otherwise.

    Python also finds packages in `python_path`.
    """
    variables = environment(data, database_url)
    if python_path:
        variables["PYTHONPATH"] = str(python_path)
    with _own_port() as port:
        server = Server(f"http://127.0.0.1:{port}", data, variables, program, options)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def environment(data: Path, database_url: str | None = None) -> dict[str, str]:
    """The variables the program is started with."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TZ"}}
    settings = {"INNBYGGERBASEN_DATA": str(data), "INNBYGGERBASEN_SECRET_KEY": "a key for tests"}
    if database_url:
        settings["INNBYGGERBASEN_DATABASE_URL"] = database_url
    return {**kept, **settings}


def prepare(data: Path, *, database_url: str | None = None, program: Path = PROGRAM) -> None:
    """Migrate and load the demo, every sign-in with DEMO_PASSWORD."""
    variables = environment(data, database_url)
    for arguments in (["db", "upgrade"], ["demo", "--password", DEMO_PASSWORD]):
        done = command(data, variables, *arguments, program=program)
        if done.returncode:
            raise NotReady(f"{arguments}: {done.stderr}")


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo, to copy; never served itself."""
    return made_once(tmp_path_factory, "demo", prepare)


@pytest.fixture(scope="module")
def live_server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, served; one server a test module. Tests in it see one another's changes.

    Without the jobs, which no page waits for: `tests/core/cli/test_work.py` has them beside it.
    """
    data = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(demo_data, data)
    with serving(data, options=("--no-jobs",)) as server:
        yield server


def _is_here(program: Path, variables: Mapping[str, str]) -> bool:
    """Whether it is the program of this folder, with the plugins of this folder."""
    return program == PROGRAM and "PYTHONPATH" not in variables


def command(
    folder: Path,
    variables: Mapping[str, str],
    *arguments: str | Path,
    program: Path = PROGRAM,
) -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end. Raises TimeoutExpired after two minutes."""
    typed = [str(one) for one in arguments]
    if _is_here(program, variables):
        return run_forked(typed, folder, variables, _COMMAND_SECONDS)
    return subprocess.run(
        [program, *typed],
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=_COMMAND_SECONDS,
    )


@contextmanager
def _own_port() -> Iterator[int]:
    """A port that is given to nobody else, also while its server is down between two starts."""
    with socket.socket() as holder:
        # Bound but not listened on: the server may have it beside us, by these two options
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        port: int = holder.getsockname()[1]
        yield port
