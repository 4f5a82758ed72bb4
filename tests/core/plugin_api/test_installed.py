"""What must hold of an installed-scope answer besides its type."""

from pathlib import Path
from typing import Annotated

import msgspec
import pytest
from flask import Blueprint

from core.plugin_api import DemoSource, MigrationFolder, PermissionGrant
from core.plugin_api.failures import WrongAnswer
from core.plugin_api.installed import check_answer


class Mutable(msgspec.Struct):
    goal: int = 1


class WithoutDefault(msgspec.Struct, frozen=True):
    goal: int


class BeyondItsLimit(msgspec.Struct, frozen=True):
    goal: Annotated[int, msgspec.Meta(ge=1)] = 0


def grant(permission: str, *roles: str) -> PermissionGrant:
    return PermissionGrant(permission, frozenset(roles), "Title")


@pytest.mark.parametrize(
    ("hook", "answer"),
    [
        ("migrations", MigrationFolder("sample.migrations", Path("nowhere"))),
        ("demo_data", (DemoSource(Path("nowhere")),)),
        ("blueprints", (Blueprint("sampler", __name__),)),
        ("permissions", (grant("sample:see", "leader"),)),
        ("permissions", (grant("sample:a:b:c", "leader"),)),
        ("permissions", (grant("counts:today:save", "leader"),)),
        ("permissions", (grant("sample:a:b", "king"),)),
        ("permissions", (grant("sample:a:b", "device"),)),
        ("settings", Mutable),
        ("settings", WithoutDefault),
        ("settings", BeyondItsLimit),
    ],
)
def test_is_refused(hook: str, answer: object) -> None:
    with pytest.raises((WrongAnswer, TypeError, msgspec.ValidationError)):
        check_answer("sample", hook, answer)


@pytest.mark.parametrize(
    ("hook", "answer"),
    [
        ("blueprints", (Blueprint("sample", __name__), Blueprint("sample_api", __name__))),
        ("permissions", (grant("sample:visits:see", "leader", "district-admin", "viewer"),)),
        ("commands", ()),
    ],
)
def test_is_right(hook: str, answer: object) -> None:
    check_answer("sample", hook, answer)
