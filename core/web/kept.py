"""What was made for one page and can be given again: the newest, up to so many bytes."""

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Kept:
    """Texts by a key that says all they depend on, a version among it.

    What has changed is never asked for again, and goes when its room is needed. One for the
    program; each process has its own.
    """

    def __init__(self, most: int = 32_000_000) -> None:
        self._most = most
        self._size = 0
        self._found: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """What was kept under the key, or what is made now."""
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
                return found
        made = make()
        with self._lock:
            self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: tuple[str, ...]) -> None:
        self._size += _size(made) - _size(self._found.pop(key, ()))
        self._found[key] = made
        while self._size > self._most:
            self._size -= _size(self._found.popitem(last=False)[1])


def _size(texts: tuple[str, ...]) -> int:
    return sum(map(sys.getsizeof, texts))
