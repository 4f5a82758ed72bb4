"""Plugins made on the spot: a module with a manifest and the hooks a test asks for."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import msgspec
import pytest
from flask import Blueprint

from core.db.base import Base
from core.plugin_api import (
    AssignmentRole,
    Buffer,
    Card,
    CardBody,
    CountCategory,
    CountKind,
    DemoSource,
    DistrictRef,
    Manifest,
    Measure,
    MenuItem,
    MigrationFolder,
    Panel,
    PanelBody,
    PermissionGrant,
    PluginJob,
    PublicLink,
    Rule,
    hookimpl,
)
from core.plugin_api.hooks import HOOKS

MakePlugin = Callable[..., Any]


class Settings(msgspec.Struct, frozen=True):
    goal: int = 100


def function_for(hook: str, body: Callable[[], Any]) -> Callable[..., Any]:
    """A function with the arguments the hook is specified to have."""

    def installed() -> Any:
        return body()

    def enabled(district: DistrictRef) -> Any:
        return body()

    return hookimpl(enabled if HOOKS[hook].arguments else installed)


@pytest.fixture
def make_plugin() -> MakePlugin:
    """Make a plugin. A hook's value is its answer; an exception is raised."""

    def make(name: str = "sample", /, **options: Any) -> ModuleType:
        hooks = {hook: options.pop(hook) for hook in HOOKS if hook in options}
        plugin: Any = ModuleType(name)
        given = {"title": name.title(), "version": "1.0", **options}
        plugin.manifest = Manifest(name, **given)
        for hook, answer in hooks.items():

            def body(answer: Any = answer) -> Any:
                if isinstance(answer, BaseException):
                    raise answer
                return answer

            setattr(plugin, hook, function_for(hook, body))
        return plugin

    return make


@pytest.fixture
def right_answers(tmp_path: Path) -> Callable[[str], dict[str, Any]]:
    """A right answer to every hook, for a plugin of that name."""

    def answers(name: str) -> dict[str, Any]:
        class Table(Base):
            __abstract__ = True
            __tablename__ = f"{name}_rows"

        permission = f"{name}:visits:see"
        return {
            "models": [Table],
            "migrations": MigrationFolder(f"{name}.migrations", tmp_path),
            "settings": Settings,
            "demo_data": [DemoSource(tmp_path)],
            "permissions": [PermissionGrant(permission, frozenset({"leader"}), "See visits")],
            "blueprints": [Blueprint(name, __name__)],
            "commands": [click.Command("greet")],
            "menu": [MenuItem(f"{name}.index", "Figures", permission, "babytreff")],
            "dashboard_cards": [Card("today", "Today", permission, lambda _context: CardBody())],
            "count_categories": [
                CountCategory("prams", CountKind.MATERIAL, "Prams", activity="babytreff"),
            ],
            "statistics": [Measure("days", "Days", CountKind.VISIT, "", len)],
            "booking_rules": [Rule("clearing", "Clearing", Buffer(after=30))],
            "personal_data": [],
            "retention": [],
            "assignment_roles": [AssignmentRole(f"{name}-guide", "Guide", "babytreff")],
            "panels": [Panel("prams", "Prams", permission, lambda _context: PanelBody())],
            "jobs": [PluginJob("letters", lambda _session, _now: None)],
            "public_links": [PublicLink(f"{name}.say", "Say what you think")],
        }

    return answers


@pytest.fixture
def stovner() -> DistrictRef:
    return DistrictRef(1, "stovner", "Bydel Stovner")
