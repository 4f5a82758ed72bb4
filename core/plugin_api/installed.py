"""What an installed plugin gave at start, and what must hold of it besides its type."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import msgspec
from flask import Blueprint

from core.accounts.roles import Role
from core.db.base import Base
from core.people.personal import PersonalTable
from core.plugin_api.failures import WrongAnswer
from core.plugin_api.manifest import Manifest
from core.plugin_api.types import (
    DemoSource,
    MigrationFolder,
    PermissionGrant,
    Retention,
)

_GRANTABLE = frozenset(Role) - {Role.DEVICE}


@dataclass(frozen=True)
class InstalledPlugin:
    """A plugin in use, with its answer to each hook of the installed scope, by the hook's name."""

    manifest: Manifest
    distribution: str
    models: tuple[type[Base], ...] = ()
    migrations: MigrationFolder | None = None
    settings: type[msgspec.Struct] | None = None
    demo_data: tuple[DemoSource, ...] = ()
    permissions: tuple[PermissionGrant, ...] = ()
    blueprints: tuple[Blueprint, ...] = ()
    commands: tuple[click.Command, ...] = ()
    personal_data: tuple[PersonalTable, ...] = ()
    retention: tuple[Retention, ...] = ()

    @property
    def name(self) -> str:
        """The manifest's name."""
        return self.manifest.name


def check_answer(plugin: str, hook: str, answer: Any) -> None:
    """Raise WrongAnswer where an installed-scope answer breaks a rule of its hook."""
    if hook in _RULES:
        _RULES[hook](plugin, answer)


def _models(plugin: str, models: Sequence[type[Base]]) -> None:
    for model in models:
        _prefixed(plugin, "table", model.__tablename__)


def _migrations(_plugin: str, folder: MigrationFolder) -> None:
    if not folder.path.is_dir():
        raise WrongAnswer(f"there is no folder {folder.path.name!r} of {folder.package}")


def _demo_data(_plugin: str, sources: Sequence[DemoSource]) -> None:
    for source in sources:
        _exists(source.path)


def _exists(path: Path) -> None:
    if not path.exists():
        raise WrongAnswer(f"there is no {path.name!r}")


def _blueprints(plugin: str, blueprints: Sequence[Blueprint]) -> None:
    for blueprint in blueprints:
        if blueprint.name != plugin:
            _prefixed(plugin, "blueprint", blueprint.name)


def _prefixed(plugin: str, what: str, name: str) -> None:
    if not name.startswith(f"{plugin}_"):
        raise WrongAnswer(f"the {what} {name!r} should begin with {plugin + '_'!r}")


def _personal_data(plugin: str, tables: Sequence[PersonalTable]) -> None:
    """What is kept about somebody goes when they are erased, by the database."""
    for table in tables:
        _prefixed(plugin, "table", table.model.__tablename__)
        if not table.goes_with_the_person:
            raise WrongAnswer(
                f"{table.model.__tablename__}.{table.column} should go with the person: "
                'within_district(column, "people", goes_with=True)'
            )


def _permissions(plugin: str, grants: Sequence[PermissionGrant]) -> None:
    for grant in grants:
        if not re.fullmatch(rf"{plugin}(:[a-z][a-z0-9_]*){{2}}", grant.permission):
            raise WrongAnswer(
                f"the permission {grant.permission!r} should be '{plugin}:<resource>:<action>'"
            )
        if wrong := sorted(grant.roles - _GRANTABLE):
            raise WrongAnswer(f"{grant.permission!r} cannot be given to {wrong[0]!r}")


def _settings(_plugin: str, schema: type[msgspec.Struct]) -> None:
    if not schema.__struct_config__.frozen:
        raise WrongAnswer(f"{schema.__name__} should be frozen")
    # The defaults go the way a saved form goes, so that they meet the limits they declare.
    msgspec.convert(msgspec.to_builtins(schema()), schema)


_RULES: Mapping[str, Callable[[str, Any], None]] = {
    "models": _models,
    "migrations": _migrations,
    "demo_data": _demo_data,
    "blueprints": _blueprints,
    "permissions": _permissions,
    "personal_data": _personal_data,
    "settings": _settings,
}
