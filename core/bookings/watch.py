"""Calling a plugin's own code with a time limit, so that it holds up nobody but itself."""

import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import TypeAlias, TypeVar, cast

T = TypeVar("T")
SECONDS = 1.0
REST_SECONDS = 60.0
_Answers: TypeAlias = SimpleQueue[tuple[object, BaseException | None]]
_Questions: TypeAlias = SimpleQueue[tuple[Callable[[], object], _Answers] | None]


class NoAnswer(Exception):
    """The plugin raised, took too long, or is resting after doing so."""


class Watch:
    """One for the program. A plugin that fails is not called again for a minute.

    Its code runs in threads that are kept for the next call, for to start one costs more than most
    answers. One that does not come back is left behind; it is a daemon, so stopping waits for none.
    """

    def __init__(self, clock: Callable[[], float], seconds: float = SECONDS) -> None:
        """`clock` gives seconds that never go back."""
        self._clock = clock
        self._seconds = seconds
        self._resting: dict[str, float] = {}
        self._idle: deque[_Questions] = deque()
        weakref.finalize(self, _send_home, self._idle)

    def call(self, plugin: str, ask: Callable[[], T]) -> T:
        """What `ask` answers within the limit. Raises NoAnswer."""
        if self._resting.get(plugin, 0.0) > self._clock():
            raise NoAnswer(f"{plugin} rests after a failure")
        questions = self._somebody()
        answers: _Answers = SimpleQueue()
        questions.put((ask, answers))
        try:
            value, error = answers.get(timeout=self._seconds)
        except Empty:
            questions.put(None)
            raise self._rest(plugin, f"{plugin} took over {self._seconds:g} s") from None
        self._idle.append(questions)
        if error is not None:
            raise self._rest(plugin, f"{plugin} raised {error!r}") from error
        return cast("T", value)

    def fail(self, plugin: str, reason: str) -> NoAnswer:
        """Let the plugin rest, as for an answer of a wrong kind; gives what to raise."""
        return self._rest(plugin, reason)

    def _rest(self, plugin: str, reason: str) -> NoAnswer:
        self._resting[plugin] = self._clock() + REST_SECONDS
        return NoAnswer(reason)

    def _somebody(self) -> _Questions:
        """Where a thread waits that nobody else asks: one from before, or a new one."""
        try:
            return self._idle.pop()
        except IndexError:
            questions: _Questions = SimpleQueue()
            threading.Thread(target=_answer_all, args=(questions,), daemon=True).start()
            return questions


def _answer_all(questions: _Questions) -> None:
    while (question := questions.get()) is not None:
        ask, answers = question
        try:
            answers.put((ask(), None))
        except BaseException as error:  # noqa: BLE001 (a plugin may raise anything)
            answers.put((None, error))
        # What was asked about is not kept until the next question
        del question, ask, answers


def _send_home(idle: Iterable[_Questions]) -> None:
    for questions in idle:
        questions.put(None)
