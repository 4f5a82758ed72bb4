"""Many clients at once: each with a connection of its own."""

import http.client
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from urllib.parse import urlencode

API = "/stovner/api/bookings"


@dataclass(frozen=True)
class Call:
    """One request; `form` is sent as a browser sends it, `body` as a program does."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, object] | None = None
    form: Mapping[str, str] | None = None

    @property
    def content(self) -> tuple[str | None, dict[str, str]]:
        """What is sent, and its headers. A body nobody reads would end the connection."""
        if self.method == "GET":
            return None, dict(self.headers)
        if self.form is not None:
            kind = "application/x-www-form-urlencoded"
            return urlencode(self.form), {**self.headers, "Content-Type": kind}
        kind = "application/json"
        return json.dumps(self.body or {}), {**self.headers, "Content-Type": kind}


@dataclass(frozen=True)
class Answer:
    """The status, and the page or document."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        """The document."""
        return json.loads(self.text)


class Crowd:
    """So many connections to one server, each used by one thread at a time."""

    def __init__(self, port: int, pool: ThreadPoolExecutor, size: int) -> None:
        self._pool = pool
        self._connections = [
            http.client.HTTPConnection("127.0.0.1", port, timeout=120) for _number in range(size)
        ]

    def at_once(self, calls: Sequence[Call]) -> list[Answer]:
        """Send all of them at the same moment; the answers in the order of the calls."""
        assert len(calls) <= len(self._connections)
        barrier = Barrier(len(calls))

        def send(connection: http.client.HTTPConnection, call: Call) -> Answer:
            _open(connection)
            barrier.wait(60)
            return _send(connection, call)

        return list(self._pool.map(send, self._connections, calls))

    def one(self, call: Call) -> Answer:
        """Send one alone."""
        _open(self._connections[0])
        return _send(self._connections[0], call)

    def close(self) -> None:
        """Hang up."""
        for connection in self._connections:
            connection.close()


@contextmanager
def crowd(port: int, size: int) -> Iterator[Crowd]:
    """A crowd that hangs up at the end."""
    with ThreadPoolExecutor(size) as pool:
        found = Crowd(port, pool, size)
        try:
            yield found
        finally:
            found.close()


def _open(connection: http.client.HTTPConnection) -> None:
    """Anew: the server hangs up on whoever has been silent for half a minute."""
    connection.close()
    connection.connect()


def _send(connection: http.client.HTTPConnection, call: Call) -> Answer:
    content, headers = call.content
    connection.request(call.method, call.path, content, headers)
    answer = connection.getresponse()
    return Answer(answer.status, answer.read().decode())
