"""Calling a plugin's own code with a time limit, so that it holds up nobody but itself."""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")
SECONDS = 1.0
REST_SECONDS = 60.0


class NoAnswer(Exception):
    """The plugin raised, took too long, or is resting after doing so."""


class Watch:
    """One for the program. A plugin that fails is not called again for a minute.

    A thread that does not come back is left behind; it is a daemon, so stopping waits for none.
    """

    def __init__(self, clock: Callable[[], float], seconds: float = SECONDS) -> None:
        """`clock` gives seconds that never go back."""
        self._clock = clock
        self._seconds = seconds
        self._resting: dict[str, float] = {}

    def call(self, plugin: str, ask: Callable[[], T]) -> T:
        """What `ask` answers within the limit. Raises NoAnswer."""
        if self._resting.get(plugin, 0.0) > self._clock():
            raise NoAnswer(f"{plugin} rests after a failure")
        answers: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()
        threading.Thread(target=_answer, args=(ask, answers), daemon=True).start()
        try:
            value, error = answers.get(timeout=self._seconds)
        except Empty:
            raise self._rest(plugin, f"{plugin} took over {self._seconds:g} s") from None
        if error is not None:
            raise self._rest(plugin, f"{plugin} raised {error!r}") from error
        return value  # type: ignore[return-value]

    def fail(self, plugin: str, reason: str) -> NoAnswer:
        """Let the plugin rest, as for an answer of a wrong kind; gives what to raise."""
        return self._rest(plugin, reason)

    def _rest(self, plugin: str, reason: str) -> NoAnswer:
        self._resting[plugin] = self._clock() + REST_SECONDS
        return NoAnswer(reason)


def _answer(
    ask: Callable[[], T], answers: "SimpleQueue[tuple[T | None, BaseException | None]]"
) -> None:
    try:
        answers.put((ask(), None))
    except BaseException as error:  # noqa: BLE001 (a plugin may raise anything)
        answers.put((None, error))
