"""A small HTTP client for measuring: kept-alive sockets, requests made beforehand."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """What is asked, and the answer that counts as one."""

    address: str
    body: bytes
    headers: dict[str, str]
    method: str = "POST"
    expects: int = 200


@dataclass(frozen=True)
class Run:
    """What one measurement gave. Seconds."""

    per_second: float
    p95: float
    longest: float
    failures: int


_RENEWED_AFTER = 50
"""Requests. Connections fall on workers by chance, and one that lasts would let chance decide."""


def measure(port: int, make: Callable[[], Request], *, clients: int, seconds: float) -> Run:
    """Ask as fast as `clients` connections can, for about `seconds`."""
    times: list[list[float]] = [[] for _ in range(clients)]
    failures = [0] * clients
    stop = threading.Event()

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while not stop.is_set():
            if len(times[number]) % _RENEWED_AFTER == 0:
                connection.close()
            asked = make()
            began = time.perf_counter()
            connection.request(asked.method, asked.address, asked.body, asked.headers)
            answer = connection.getresponse()
            content = answer.read()
            times[number].append(time.perf_counter() - began)
            failures[number] += answer.status != asked.expects or b'"rejected":[{' in content

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    stop.wait(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    every = [one for some in times for one in some]
    p95 = statistics.quantiles(every, n=20)[-1]
    return Run(len(every) / took, p95, max(every), sum(failures))
