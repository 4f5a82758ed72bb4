"""The plugins of a running program: what they gave at start, and asking them in a request.

One host hangs on the app. It changes while the program starts; afterwards only its record of
failures does.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal, TypeAlias, TypeVar, overload

from core.plugin_api.failures import (
    Failure,
    FailureLog,
    PluginFailure,
    Quarantined,
    RecordedFailure,
    Stage,
    WrongAnswer,
)
from core.plugin_api.hooks import HOOKS, Scope
from core.plugin_api.installed import InstalledPlugin, check_answer
from core.plugin_api.loader import Candidate, LoadedPlugin, discover, quarantine
from core.plugin_api.manifest import RESERVED_NAMES, Manifest
from core.plugin_api.shapes import Check, accept, checker
from core.plugin_api.types import (
    Card,
    CardBody,
    CardContext,
    CountCategory,
    DistrictRef,
    MenuItem,
)
from core.statistics.measures import Measure

logger = logging.getLogger(__name__)

T = TypeVar("T")
Guard: TypeAlias = Callable[[], AbstractContextManager[object]]
_card_body = checker(CardBody)


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

    def __iter__(self) -> Iterator[T]:
        """Every plugin's values, one after the other."""
        return (value for answer in self.answers for value in answer.value)


class PluginHost:
    """Loads the plugins, collects what they give at start, and calls those that are on."""

    def __init__(
        self,
        candidates: Iterable[Candidate] | None = None,
        *,
        reserved: Collection[str] = RESERVED_NAMES,
    ) -> None:
        """Load the candidates, or what is installed. No plugin's failure is raised."""
        result = discover(candidates, reserved=reserved)
        self._manager = result.manager
        self._installed: dict[str, InstalledPlugin] = {}
        self._quarantined = list(result.quarantined)
        self._failures = FailureLog()
        self._callers = {
            (one.manifest.name, hook): self._caller(one, hook, result.loaded)
            for one in result.loaded
            for hook in self._hooks_of(one)
        }
        for one in result.loaded:
            self._install(one)

    @property
    def installed(self) -> tuple[InstalledPlugin, ...]:
        """The plugins in use, in manifest order, with their answers of the installed scope."""
        return tuple(self._installed.values())

    @property
    def quarantined(self) -> tuple[Quarantined, ...]:
        """Those that are installed and not used, and why.

        One of them may have the name of a plugin in use: a second one of that name.
        """
        return tuple(self._quarantined)

    @property
    def failures(self) -> tuple[RecordedFailure, ...]:
        """The latest failure of each plugin and hook since this process started."""
        return self._failures.latest()

    def manifest(self, name: str) -> Manifest:
        """The manifest of a plugin in use. Raises KeyError for any other."""
        return self._installed[name].manifest

    def plugin_of(self, activity: str) -> str | None:
        """The plugin that serves an activity, by its slug; None where it is core's alone."""
        for plugin in self._installed.values():
            if activity in plugin.manifest.activities:
                return plugin.name
        return None

    def implements(self, name: str, hook: str) -> bool:
        """Whether a plugin in use has that hook."""
        return name in self._installed and (name, hook) in self._callers

    def quarantine(self, name: str, error: BaseException, stage: Stage = Stage.MOUNT) -> None:
        """Take a plugin in use out again with all it gave, e.g. when its pages do not mount."""
        plugin = self._installed.pop(name)
        self._take_out(plugin.manifest, plugin.distribution, stage, error)

    @overload
    def call_enabled(
        self,
        hook: Literal["menu"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
    ) -> Answers[MenuItem]: ...
    @overload
    def call_enabled(
        self,
        hook: Literal["dashboard_cards"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
    ) -> Answers[Card]: ...
    @overload
    def call_enabled(
        self,
        hook: Literal["count_categories"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
    ) -> Answers[CountCategory]: ...
    @overload
    def call_enabled(
        self,
        hook: Literal["statistics"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
    ) -> Answers[Measure]: ...
    def call_enabled(
        self,
        hook: str,
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = nullcontext,
        strict: bool = False,
    ) -> Answers[Any]:
        """Ask each plugin that is `enabled` in the district, one at a time, in manifest order.

        `guard` makes a context around each call, such as a savepoint. A plugin that raises or
        answers a wrong type is logged and recorded, and is a failure beside the others' answers;
        with `strict` the first one raises PluginFailure. Ask once a request, never for each row.
        """
        specification = HOOKS[hook]
        if specification.scope is not Scope.ENABLED:
            raise ValueError(f"{hook} is asked at start, not in a district")
        answers: list[Answer[Any]] = []
        failures: list[Failure] = []
        for plugin in self._installed:
            caller = self._callers.get((plugin, hook))
            if caller is None or plugin not in enabled:
                continue
            ask = partial(_only_answer, caller, district=district)
            result = self.attempt(
                plugin, hook, ask, guard=guard, check=specification.check, strict=strict
            )
            if isinstance(result, Failure):
                failures.append(result)
            else:
                answers.append(Answer(plugin, specification.freeze(result)))
        return Answers(tuple(answers), tuple(failures))

    def load_card(
        self, plugin: str, card: Card, context: CardContext, *, guard: Guard = nullcontext
    ) -> CardBody | Failure:
        """What a card says, or that it could not be made."""
        return self.attempt(
            plugin, "dashboard_cards", partial(card.load, context), guard=guard, check=_card_body
        )

    def attempt(
        self,
        plugin: str,
        hook: str,
        call: Callable[[], T],
        *,
        guard: Guard = nullcontext,
        check: Check = accept,
        strict: bool = False,
    ) -> T | Failure:
        """Run a function a plugin gave in a hook's answer, such as a measure's source.

        Raises PluginFailure if it is `strict`; otherwise any failure is the answer.
        """
        try:
            with guard():
                return _checked(call(), check)
        except (Exception, SystemExit) as error:
            logger.exception("The plugin %s failed in %s", plugin, hook)
            failure = self._failures.record(plugin, hook, error)
            if strict:
                raise PluginFailure(failure) from error
            return failure

    def _hooks_of(self, one: LoadedPlugin) -> list[str]:
        callers = self._manager.get_hookcallers(one.plugin) or []
        return [caller.name for caller in callers]

    def _caller(
        self, one: LoadedPlugin, hook: str, everyone: Iterable[LoadedPlugin]
    ) -> Callable[..., list[Any]]:
        others = [other.plugin for other in everyone if other is not one]
        caller: Callable[..., list[Any]] = self._manager.subset_hook_caller(hook, others)
        return caller

    def _install(self, one: LoadedPlugin) -> None:
        name = one.manifest.name
        given: dict[str, Any] = {}
        for hook in HOOKS.values():
            caller = self._callers.get((name, hook.name))
            if hook.scope is not Scope.INSTALLED or caller is None:
                continue
            try:
                value = hook.freeze(_checked(_only_answer(caller), hook.check))
                check_answer(name, hook.name, value)
            except (Exception, SystemExit) as error:
                logger.exception("The plugin %s is held back: it failed in %s", name, hook.name)
                self._failures.record(name, hook.name, error)
                self._take_out(one.manifest, one.distribution, Stage.ANSWER, error)
                return
            given[hook.name] = value
        self._installed[name] = InstalledPlugin(one.manifest, one.distribution, **given)

    def _take_out(
        self, manifest: Manifest, distribution: str, stage: Stage, error: BaseException
    ) -> None:
        self._manager.unregister(name=manifest.name)
        for pair in [pair for pair in self._callers if pair[0] == manifest.name]:
            del self._callers[pair]
        self._quarantined.append(
            quarantine(manifest.name, manifest.title, distribution, stage, error)
        )


def _only_answer(caller: Callable[..., list[Any]], **arguments: object) -> Any:
    # pluggy leaves None out of its list.
    answers = caller(**arguments)
    if not answers:
        raise WrongAnswer("expected an answer, got None")
    return answers[0]


def _checked(value: T, check: Check) -> T:
    if wrong := check(value):
        raise WrongAnswer(wrong)
    return value
