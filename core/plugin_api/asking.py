"""Asking the plugins that are on in a district, one at a time, in a request."""

import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from functools import partial
from types import MappingProxyType
from typing import Any, Literal, TypeVar, overload

from core.bookings.vocabulary import Rule
from core.plugin_api.calls import Answer, Answers, Calls, Guard, right
from core.plugin_api.failures import Failure, FailureLog, PluginFailure
from core.plugin_api.hooks import HOOKS, Scope
from core.plugin_api.installed import InstalledPlugin
from core.plugin_api.shapes import checker
from core.plugin_api.types import (
    AssignmentRole,
    Card,
    CardBody,
    CardContext,
    CountCategory,
    DistrictRef,
    MenuItem,
    Panel,
    PanelBody,
    PanelContext,
    PluginJob,
    PublicLink,
)
from core.statistics.measures import Measure

logger = logging.getLogger(__name__)

T = TypeVar("T")
NO_SETTINGS: Mapping[str, object] = MappingProxyType({})
_card_body = checker(CardBody | None)
_panel_body = checker(PanelBody | None)


class Asking:
    """Calls hooks and what they answered; a plugin's failure stays its own."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._installed: dict[str, InstalledPlugin] = {}
        self._failures = FailureLog()

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
        settings: Mapping[str, object] = ...,
    ) -> Answers[Measure]: ...
    @overload
    def call_enabled(
        self,
        hook: Literal["booking_rules"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
        settings: Mapping[str, object] = ...,
    ) -> Answers[Rule]: ...
    @overload
    def call_enabled(
        self,
        hook: Literal["assignment_roles"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
    ) -> Answers[AssignmentRole]: ...
    @overload
    def call_enabled(
        self,
        hook: Literal["panels"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
    ) -> Answers[Panel]: ...
    @overload
    def call_enabled(
        self,
        hook: Literal["public_links"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
    ) -> Answers[PublicLink]: ...
    @overload
    def call_enabled(
        self,
        hook: Literal["jobs"],
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = ...,
        strict: bool = ...,
    ) -> Answers[PluginJob]: ...
    def call_enabled(
        self,
        hook: str,
        district: DistrictRef,
        enabled: Collection[str],
        *,
        guard: Guard = nullcontext,
        strict: bool = False,
        settings: Mapping[str, object] = NO_SETTINGS,
    ) -> Answers[Any]:
        """Ask each plugin that is `enabled` in the district, one at a time, in manifest order.

        `guard` makes a context around each call, such as a savepoint. A plugin that raises or
        answers a wrong type is logged and recorded, and is a failure beside the others' answers;
        with `strict` the first one raises PluginFailure. Ask once a request, never for each row.
        `settings` are plugins' settings here, for a hook that gets them; defaults where none is.
        """
        specification = HOOKS[hook]
        if specification.scope is not Scope.ENABLED:
            raise ValueError(f"{hook} is asked at start, not in a district")
        answers: list[Answer[Any]] = []
        failures: list[Failure] = []
        for plugin in self._installed:
            if plugin not in enabled or not self._calls.implements(plugin, hook):
                continue
            arguments: dict[str, object] = {"district": district}
            if "settings" in specification.arguments:
                arguments["settings"] = settings.get(plugin) or self._defaults(plugin)
            ask = partial(self._calls.ask, plugin, specification, **arguments)
            result = self.attempt(plugin, hook, ask, guard=guard, strict=strict)
            if isinstance(result, Failure):
                failures.append(result)
            else:
                answers.append(Answer(plugin, result))
        return Answers(tuple(answers), tuple(failures))

    def _defaults(self, plugin: str) -> object | None:
        schema = self._installed[plugin].settings
        return schema() if schema else None

    def load_card(
        self, plugin: str, card: Card, context: CardContext, *, guard: Guard = nullcontext
    ) -> CardBody | Failure | None:
        """What a card says, None where it has nothing to tell, or that it could not be made."""

        def load() -> CardBody | None:
            return right(card.load(context), _card_body)

        return self.attempt(plugin, "dashboard_cards", load, guard=guard)

    def load_panel(
        self, plugin: str, panel: Panel, context: PanelContext, *, guard: Guard = nullcontext
    ) -> PanelBody | Failure | None:
        """What a panel says, None where it has nothing to tell, or that it could not be made."""

        def load() -> PanelBody | None:
            return right(panel.load(context), _panel_body)

        return self.attempt(plugin, "panels", load, guard=guard)

    def attempt(
        self,
        plugin: str,
        hook: str,
        call: Callable[[], T],
        *,
        guard: Guard = nullcontext,
        strict: bool = False,
    ) -> T | Failure:
        """Run a function a plugin gave in a hook's answer, such as a measure's source.

        Raises PluginFailure if it is `strict`; otherwise any failure is the answer.
        """
        try:
            with guard():
                return call()
        except (Exception, SystemExit) as error:
            logger.exception("The plugin %s failed in %s", plugin, hook)
            failure = self._failures.record(plugin, hook, error)
            if strict:
                raise PluginFailure(failure) from error
            return failure
