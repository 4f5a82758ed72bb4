"""What is kept of a plugin's failure: a line for a person, the traceback for the log."""

import traceback
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock

from core.text import Text

_LINE = 300
_TRACEBACK = 8000
_TOLD_EVERY = timedelta(minutes=1)
"""A plugin that fails in each request is not to cost each of them a row."""


class Stage(StrEnum):
    """How far a plugin came before it was taken out."""

    IMPORT = "import"
    MANIFEST = "manifest"
    REGISTRATION = "registration"
    ANSWER = "answer"
    MOUNT = "mount"


@dataclass(frozen=True)
class Quarantined:
    """A plugin that is installed and not used, and why. `name` is its entry point's.

    `hook` is the one whose answer failed, None before any was asked.
    """

    name: str
    title: Text | None
    distribution: str
    stage: Stage
    hook: str | None
    error: str
    traceback: str


@dataclass(frozen=True)
class Failure:
    """One call of one plugin that failed."""

    plugin: str
    hook: str
    error: str


@dataclass(frozen=True)
class RecordedFailure:
    """The latest failure of a plugin in a hook, and how many there were."""

    plugin: str
    hook: str
    error: str
    traceback: str
    count: int


class WrongAnswer(Exception):
    """A hook answered something its specification does not allow."""


class PluginFailure(Exception):
    """A strict call failed: what was asked for is denied. The cause is the plugin's exception."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.plugin}: {failure.hook}: {failure.error}")
        self.plugin = failure.plugin
        self.hook = failure.hook


class FailureLog:
    """The latest failure of each plugin and hook: as many entries as there are such pairs."""

    def __init__(self) -> None:
        self._latest: dict[tuple[str, str], RecordedFailure] = {}
        self._told: dict[tuple[str, str], tuple[int, datetime]] = {}
        self._lock = Lock()

    def record(self, plugin: str, hook: str, error: BaseException) -> Failure:
        """Keep it in place of the one before, and answer it in short."""
        line, trace = one_line(error), whole(error)
        with self._lock:
            before = self._latest.get((plugin, hook))
            count = before.count + 1 if before else 1
            self._latest[plugin, hook] = RecordedFailure(plugin, hook, line, trace, count)
        return Failure(plugin, hook, line)

    def latest(self) -> tuple[RecordedFailure, ...]:
        """Ordered by plugin and hook."""
        with self._lock:
            return tuple(self._latest[pair] for pair in sorted(self._latest))

    def untold(self, now: datetime, *, at_once: bool) -> tuple[RecordedFailure, ...]:
        """What is new since it was asked for last, with how many.

        Unless it is wanted `at_once`, none is given twice within a minute.
        """
        if not self._latest:  # asked at the end of each request
            return ()
        with self._lock:
            found = []
            for pair, failure in sorted(self._latest.items()):
                told, at = self._told.get(pair, (0, None))
                due = at_once or at is None or now - at >= _TOLD_EVERY
                if failure.count > told and due:
                    self._told[pair] = (failure.count, now)
                    found.append(replace(failure, count=failure.count - told))
            return tuple(found)


def one_line(error: BaseException) -> str:
    """Type and message, short. An exception that cannot be printed is no failure of ours."""
    return " ".join(traceback.format_exception_only(error)[-1].split())[:_LINE]


def whole(error: BaseException) -> str:
    """The traceback; of a very long one, the end."""
    return "".join(traceback.format_exception(error))[-_TRACEBACK:]
