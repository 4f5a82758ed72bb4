"""Calling one hook of one plugin, alone, so that an answer and a failure have one owner."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from core.plugin_api.failures import Failure, WrongAnswer
from core.plugin_api.hooks import HOOKS, Hook
from core.plugin_api.loader import LoadedPlugin
from core.plugin_api.shapes import Check

T = TypeVar("T")
Guard: TypeAlias = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What one plugin answered."""

    plugin: str
    value: tuple[T, ...]


@dataclass(frozen=True)
class Answers(Generic[T]):
    """The answers in manifest order, and the plugins that failed to answer."""

    answers: tuple[Answer[T], ...]
    failures: tuple[Failure, ...]

    def __iter__(self) -> Iterator[Answer[T]]:
        """Each plugin's answer."""
        return iter(self.answers)


class Calls:
    """The hooks each plugin implements, ready to be called without the other plugins'."""

    def __init__(self, plugins: Iterable[LoadedPlugin]) -> None:
        """Prepare the callers once; a request then costs no search among the plugins."""
        self._callers: dict[tuple[str, str], Callable[..., list[Any]]] = {}
        self._were_right: dict[tuple[str, str], tuple[object, ...]] = {}
        for one in plugins:
            for caller in one.manager.get_hookcallers(one.plugin) or ():
                self._callers[one.manifest.name, caller.name] = caller

    def implements(self, plugin: str, hook: str) -> bool:
        """Whether the plugin has the hook."""
        return (plugin, hook) in self._callers

    def ask(self, plugin: str, hook: Hook, **arguments: object) -> Any:
        """The answer, checked and frozen. Raises WrongAnswer, or whatever the plugin raises."""
        answers = self._callers[plugin, hook.name](**arguments)
        if not answers:  # pluggy leaves None out
            raise WrongAnswer("expected an answer, got None")
        answer = answers[0]
        # Most plugins answer with one and the same tuple, whose shape need not be looked at anew
        if answer is not self._were_right.get((plugin, hook.name)):
            right(answer, hook.check)
            if isinstance(answer, tuple):
                self._were_right[plugin, hook.name] = answer
        return hook.freeze(answer)

    def remove(self, plugin: str) -> None:
        """Forget the plugin."""
        for hook in HOOKS:
            self._callers.pop((plugin, hook), None)
            self._were_right.pop((plugin, hook), None)


def right(value: T, check: Check) -> T:
    """The value, if it has the shape. Raises WrongAnswer."""
    if wrong := check(value):
        raise WrongAnswer(wrong)
    return value
