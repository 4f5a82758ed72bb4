"""The table of hooks, read from the specs."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, get_origin, get_type_hints

from pluggy import PluginManager

from core.plugin_api.markers import PROJECT
from core.plugin_api.shapes import Check, checker
from core.plugin_api.specs import MODULES


class Scope(StrEnum):
    """Which plugins a hook is asked of."""

    INSTALLED = "installed"
    ENABLED = "enabled"


@dataclass(frozen=True)
class Hook:
    """One hook: who is asked, with what, and what is right to answer."""

    name: str
    scope: Scope
    arguments: tuple[str, ...]
    check: Check
    many: bool
    documentation: str

    @property
    def least(self) -> tuple[str, ...]:
        """The arguments a plugin cannot leave out: `settings` it can."""
        return tuple(name for name in self.arguments if name != "settings")

    def freeze(self, value: Any) -> Any:
        """The answer as a value the plugin cannot change afterwards."""
        return tuple(value) if self.many else value


def new_manager() -> PluginManager:
    """A pluggy manager that knows every hook and no plugin."""
    manager = PluginManager(PROJECT)
    for module in MODULES:
        manager.add_hookspecs(module)
    return manager


def _hook(function: Callable[..., object]) -> Hook:
    arguments = tuple(inspect.signature(function).parameters)
    answer = get_type_hints(function)["return"]
    return Hook(
        name=function.__name__,
        scope=Scope.ENABLED if "district" in arguments else Scope.INSTALLED,
        arguments=arguments,
        check=checker(answer),
        many=get_origin(answer) is Sequence,
        documentation=inspect.getdoc(function) or "",
    )


def _specified() -> Iterator[Callable[..., object]]:
    manager = new_manager()
    for module in MODULES:
        for name, function in vars(module).items():
            if manager.parse_hookspec_opts(module, name) is not None:
                yield function


HOOKS: Mapping[str, Hook] = MappingProxyType({hook.name: hook for hook in map(_hook, _specified())})
