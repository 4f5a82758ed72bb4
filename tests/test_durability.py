"""kill -9 of every server process while twenty clients count: what was answered is there."""

import http.client
import json
import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import pytest

from tests.support.servers import Server, serving

pytestmark = pytest.mark.slow

ROUNDS = 10
WRITERS = 20
ANSWERS_BEFORE_THE_KILL = 120
PATIENCE = 120  # seconds for one answer: a slow disk is no fault


class Writer(threading.Thread):
    """Counts until the connection breaks, and remembers what was acknowledged."""

    def __init__(self, server: Server, token: str, occurrence: str, tally: "Tally") -> None:
        super().__init__()
        self._port = int(server.url.rpartition(":")[2])
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._occurrence = occurrence
        self._tally = tally

    def run(self) -> None:
        """One event a request, as taps come."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        with closing(connection):
            while not self._tally.over.is_set():
                try:
                    self._tap(connection)
                except (OSError, http.client.HTTPException) as error:
                    self._tally.leave(repr(error))
                    return

    def _tap(self, connection: http.client.HTTPConnection) -> None:
        event = {
            "id": str(uuid4()),
            "occurrence": self._occurrence,
            "category": "adult",
            "n": 1,
            "tapped_at": datetime.now(UTC).isoformat(),
        }
        body = json.dumps({"events": [event]})
        connection.request("POST", "/stovner/api/counts", body, self._headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status == 200:
            self._tally.add(json.loads(content)["accepted"])
        else:
            self._tally.other[f"{answer.status} {content[:200]!r}"] += 1


class Tally:
    """What all writers were told is saved; `enough` is set when it is time to kill.

    `other` is what else they were told, for whoever has to find out why it was not saved.
    """

    def __init__(self) -> None:
        self.accepted: set[UUID] = set()
        self.other: Counter[str] = Counter()
        self._left = 0
        self.enough = threading.Event()
        self.over = threading.Event()
        self._lock = threading.Lock()

    def add(self, ids: list[str]) -> None:
        """Remember acknowledged ids."""
        with self._lock:
            self.accepted |= {UUID(one) for one in ids}
            if len(self.accepted) >= ANSWERS_BEFORE_THE_KILL:
                self.enough.set()

    def leave(self, why: str) -> None:
        """A writer has lost its connection; when all have, there is nothing to wait for."""
        with self._lock:
            self.other[why] += 1
            self._left += 1
            if self._left == WRITERS:
                self.enough.set()


@pytest.fixture
def server(demo_data: Path, tmp_path: Path) -> Iterator[Server]:
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    with serving(data) as running:
        yield running


def a_past_day(server: Server, token: str) -> str:
    """A day the coordinator may count on whatever day the test runs."""
    today = datetime.now(UTC).date()
    address = f"{server.url}/stovner/api/occurrences?from={today - timedelta(days=60)}&to={today}"
    with urlopen(Request(address, headers={"Authorization": f"Bearer {token}"})) as answer:
        days = json.load(answer)
    return str(next(day["id"] for day in days if day["activity"] == "foreldrekafe"))


@pytest.mark.timeout(1200)
def test_every_acknowledged_count_survives_kill_9(server: Server) -> None:
    user = ("--user", "coordinator@stovner.example", "--district", "stovner")
    token = server.command("token", "create", *user).stdout.strip()
    occurrence = a_past_day(server, token)
    acknowledged: set[UUID] = set()
    for _ in range(ROUNDS):
        tally = Tally()
        writers = [Writer(server, token, occurrence, tally) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        tally.enough.wait(2 * PATIENCE)
        told = f"{len(tally.accepted)} saved, and else {tally.other}"
        assert len(tally.accepted) >= ANSWERS_BEFORE_THE_KILL, told
        server.kill()
        tally.over.set()
        for writer in writers:
            writer.join()
        acknowledged |= tally.accepted
        server.start()
    server.stop()
    with closing(sqlite3.connect(server.data / "innbyggerbasen.db")) as database:
        saved = {UUID(row[0]) for row in database.execute("SELECT id FROM count_events")}
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(acknowledged) >= ROUNDS * ANSWERS_BEFORE_THE_KILL
    assert acknowledged <= saved
    verified = server.command("statistics", "verify")
    assert verified.returncode == 0, verified.stderr
