"""Jobs as an operator meets them: alone, beside the servers, or not at all."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.bookings import letters
from core.db.database import Database
from core.jobs.scheduler import district_refs
from core.testing.factories import make_district
from tests.support.forked import run_forked
from tests.support.mail import MailServer
from tests.support.processes import pause_until, start
from tests.support.servers import PROGRAM, Server, environment, serving

STOPS_WITHIN = 10


@pytest.fixture
def data(migrated_file: Path, tmp_path: Path) -> Path:
    """A data folder with a migrated database and one letter that waits."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(migrated_file, folder / "innbyggerbasen.db")
    _write(folder)
    return folder


def _write(data: Path) -> None:
    database = Database(f"sqlite:///{data / 'innbyggerbasen.db'}")
    with database.platform_writing() as shared:
        slug = f"district-{len(district_refs(database))}"
        district_id = make_district(shared, slug).id
    with database.writing(district_id) as session:
        letters.write(session, "a@stovner.example", "Room", "It is yours.", datetime.now(UTC))
    database.close()


def _delivered(data: Path, number: int = 1) -> None:
    def come() -> bool:
        return len(list((data / "letters").glob("*-*.eml"))) == number

    pause_until(come, 30, "no letter came")


def _once(data: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    return run_forked(["work", "--once"], data, {**environment(data), **variables}, 60)


def test_once_does_every_job_and_ends(data: Path) -> None:
    done = _once(data)

    assert (done.returncode, done.stderr) == (0, "")
    assert str(data / "letters") in done.stdout
    _delivered(data)


def test_once_sends_by_the_mail_server(data: Path, mail_server: MailServer) -> None:
    done = _once(data, INNBYGGERBASEN_SMTP_URL=mail_server.url())

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [message["To"] for message in mail_server.taken] == ["a@stovner.example"]


def test_a_job_that_fails_is_named_and_the_others_run(data: Path) -> None:
    (data / "innbyggerbasen.db.cleaning.lock").mkdir()

    done = _once(data)

    assert done.returncode == 1
    assert "These jobs failed, and the log says why: cleaning" in done.stderr
    _delivered(data)


def test_it_does_not_start_on_an_old_database(tmp_path: Path) -> None:
    done = _once(tmp_path)

    assert done.returncode == 1
    assert "innbyggerbasen db upgrade" in done.stderr


@pytest.mark.parametrize("told_by", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])
def test_alone_it_works_until_it_is_told_to_stop(data: Path, told_by: signal.Signals) -> None:
    log = data / "work.log"
    with log.open("wb") as output:
        process = start([PROGRAM, "work"], output, folder=data, environment=environment(data))
    _delivered(data)

    process.send_signal(told_by)

    assert process.wait(STOPS_WITHIN) == 0
    assert "Traceback" not in log.read_text() + (data / "innbyggerbasen.log").read_text()


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    """The program, serving and working on that folder."""
    with serving(data) as server:
        yield server


def test_run_works_too_and_all_end_in_time(server: Server) -> None:
    _delivered(server.data)
    group = server.pid

    server.stop()

    pause_until(lambda: not _members(group), 1, "something is left")


def test_nothing_is_left_when_run_is_killed(server: Server) -> None:
    _delivered(server.data)
    assert len(_members(server.pid)) > 3  # itself, two servers, the jobs

    os.kill(server.pid, signal.SIGKILL)

    pause_until(lambda: not _members(server.pid), STOPS_WITHIN, "something is left")


@pytest.mark.slow
def test_jobs_that_are_killed_begin_anew(server: Server) -> None:
    _delivered(server.data)
    (jobs,) = _jobs(server.pid)

    os.kill(jobs, signal.SIGKILL)
    _write(server.data)

    _delivered(server.data, 2)
    assert "is started anew" in (server.data / "innbyggerbasen.log").read_text()


def test_run_without_jobs_leaves_them_to_others(data: Path) -> None:
    with serving(data, options=("--no-jobs",)) as server:
        assert _jobs(server.pid) == []


def _members(group: int) -> dict[int, str]:
    """The living processes of a group, and how each was called."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            _name, _, state = (folder / "stat").read_text().rpartition(")")
            status, _parent, its_group = state.split()[:3]
            if int(its_group) == group and status != "Z":
                found[int(folder.name)] = (folder / "cmdline").read_text()
    return found


def _jobs(group: int) -> list[int]:
    return [pid for pid, called in _members(group).items() if "spawn_main" in called]
