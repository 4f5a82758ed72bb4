"""Several things done at the same moment, each by a thread of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def together(*doings: Callable[[], T]) -> list[T]:
    """What each gave, in order; raises what the first of them raised."""
    barrier = Barrier(len(doings))

    def start(doing: Callable[[], T]) -> T:
        barrier.wait(60)
        return doing()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(start, doings))
