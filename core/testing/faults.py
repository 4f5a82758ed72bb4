"""A neighbour that does not work: a plugin with one fault, to live beside."""

from collections.abc import Callable, Mapping
from types import MappingProxyType, ModuleType
from typing import Any, NoReturn

from flask import Blueprint

from core.plugin_api import Candidate, Card, CardContext, DistrictRef, Manifest, hookimpl
from core.plugin_api.hooks import HOOKS, Scope

NEIGHBOUR = "neighbour"
ERROR = "the neighbour is broken"


class Broken(Exception):
    """What every fault raises."""


def faulty(fault: str) -> Candidate:
    """A plugin with that one of FAULTS, named NEIGHBOUR; it serves an activity of its name."""
    return Candidate(NEIGHBOUR, FAULTS[fault], "a faulty package")


def _raise(*_anything: object) -> NoReturn:
    raise Broken(ERROR)


def _module(hook: str, function: Callable[..., Any]) -> ModuleType:
    plugin = ModuleType(NEIGHBOUR)
    manifest = Manifest(NEIGHBOUR, "The neighbour", "1.0", activities=(NEIGHBOUR,))
    vars(plugin).update({"manifest": manifest, hook: hookimpl(function)})
    return plugin


def _without_manifest() -> ModuleType:
    return ModuleType(NEIGHBOUR)


def _not_mounting() -> ModuleType:
    pages = Blueprint(NEIGHBOUR, __name__)
    pages.record(_raise)

    def blueprints() -> list[Blueprint]:
        return [pages]

    return _module("blueprints", blueprints)


def _unknown_hook() -> ModuleType:
    return _module("no_such_hook", _raise)


def _with_a_broken_card() -> ModuleType:
    def load(_context: CardContext) -> NoReturn:
        raise Broken(ERROR)

    def dashboard_cards(district: DistrictRef) -> list[Card]:
        return [Card("broken", f"{district.name}'s neighbour", "schedules:calendar:see", load)]

    return _module("dashboard_cards", dashboard_cards)


def _raising_in(hook: str) -> Callable[[], ModuleType]:
    def installed() -> NoReturn:
        raise Broken(ERROR)

    def enabled(district: DistrictRef) -> NoReturn:
        raise Broken(f"{ERROR} in {district.slug}")

    if HOOKS[hook].scope is Scope.ENABLED:
        return lambda: _module(hook, enabled)
    return lambda: _module(hook, installed)


FAULTS: Mapping[str, Callable[[], ModuleType]] = MappingProxyType(
    {
        "import": _raise,
        "manifest": _without_manifest,
        "registration": _unknown_hook,
        **{hook: _raising_in(hook) for hook in HOOKS},
        "mount": _not_mounting,
        "card": _with_a_broken_card,
    }
)
"""Each way to fail: at start, in each hook, and in what a hook answered."""
