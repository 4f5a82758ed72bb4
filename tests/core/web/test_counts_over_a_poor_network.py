"""Acceptance 3: nothing is lost and nothing counts twice, however often the network fails."""

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from werkzeug.serving import WSGIRequestHandler, make_server

from core.accounts.roles import Role
from core.counts.models import CountEvent
from tests.core.web.counter_kit import Town
from tests.core.web.counter_kit import town as town

EVENTS, TIMES, CLIENTS, BATCH = 500, 3, 8, 5
KEYS = ("adult", "child", "new_adult", "volunteers")


class _Quiet(WSGIRequestHandler):
    """Connections that are cut are what this is about; they are not worth a line."""

    def log(self, *_arguments: Any) -> None:
        return

    def handle_error(self, *_arguments: Any) -> None:
        return


@pytest.fixture
def port(town: Town) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, town.app, threaded=True, request_handler=_Quiet)
    server.handle_error = lambda *_arguments: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def _request(body: bytes, token: str) -> bytes:
    head = (
        "POST /stovner/api/counts HTTP/1.0\r\nHost: localhost\r\n"
        f"Authorization: {token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Client:
    """Sends its batches in its own order, and again until it has the answer."""

    def __init__(self, port: int, token: str, batches: list[list[dict[str, Any]]], seed: int):
        self._port, self._token, self._batches = port, token, batches
        self._random = Random(seed)
        self.cut = 0

    def run(self) -> None:
        for batch in self._batches:
            sent = _request(json.dumps({"events": batch}).encode(), self._token)
            while not self._send(sent, {event["id"] for event in batch}):
                self.cut += 1

    def _send(self, sent: bytes, ids: set[str]) -> bool:
        with socket.create_connection(("127.0.0.1", self._port), timeout=60) as connection:
            kind = self._random.randrange(6)
            if kind == 0:  # the request does not arrive whole
                connection.sendall(sent[: self._random.randrange(len(sent))])
                return False
            connection.sendall(sent)
            if kind == 1:  # it does, and the answer is never heard
                return False
            with connection.makefile("rb") as file:
                head, _, body = file.read().partition(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0], head + body
        assert set(json.loads(body)["accepted"]) == ids
        return True


def test_500_events_sent_three_times_over_cut_connections_are_500(town: Town, port: int) -> None:
    random = Random(7)
    events = [
        {
            "id": str(UUID(int=random.getrandbits(128), version=4)),
            "occurrence": str(town.today),
            "category": random.choice(KEYS),
            "n": 1,
            "tapped_at": "2026-11-22T12:00:00Z",
        }
        for _number in range(EVENTS)
    ]
    sent = events * TIMES
    random.shuffle(sent)
    batches = [sent[start : start + BATCH] for start in range(0, len(sent), BATCH)]
    token = town.token(Role.COUNTER)["Authorization"]
    clients = [_Client(port, token, batches[n::CLIENTS], n) for n in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(client.run) for client in clients]:
            done.result()
    assert sum(client.cut for client in clients) > len(batches) / 4
    with town.platform.database.reading(town.district) as session:
        recount = {
            row.category: row.n
            for row in session.execute(
                select(CountEvent.category, func.sum(CountEvent.n).label("n")).group_by(
                    CountEvent.category
                )
            )
        }
    assert sum(recount.values()) == EVENTS
    assert town.totals() == recount
