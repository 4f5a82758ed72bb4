from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from flask_babel import lazy_gettext
from hypothesis import given
from hypothesis import strategies as st

from core.plugin_api.shapes import checker
from core.text import Text


@dataclass(frozen=True)
class Inner:
    names: tuple[str, ...]


@dataclass(frozen=True)
class Outer:
    title: Text
    inner: Inner | None
    of: Mapping[str, int]
    load: Callable[[int], str]
    roles: frozenset[str] = frozenset()


def outer(**changes: Any) -> Outer:
    right = {"title": "a", "inner": Inner(("b",)), "of": {"c": 1}, "load": str}
    return Outer(**{**right, **changes})


@pytest.mark.parametrize(
    "value",
    [
        outer(),
        outer(inner=None),
        outer(title=lazy_gettext("a")),
        outer(of={}, roles=frozenset("x")),
    ],
)
def test_a_right_value_has_nothing_wrong(value: object) -> None:
    assert checker(Sequence[Outer])([value]) is None
    assert checker(Sequence[Outer])((value, value)) is None


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (None, "expected Outer, got NoneType"),
        (outer(title=None), "Outer.title: expected str, got NoneType"),
        (outer(title=7), "Outer.title: expected str, got int"),
        (outer(inner=Inner(["b"])), "Outer.inner: Inner.names: expected a tuple, got list"),
        (outer(inner=Inner((1,))), "Outer.inner: Inner.names: expected str, got int"),
        (outer(of=[("c", 1)]), "Outer.of: expected a mapping, got list"),
        (outer(of={"c": "1"}), "Outer.of: expected int, got str"),
        (outer(of={1: 1}), "Outer.of: expected str, got int"),
        (outer(load="x"), "Outer.load: expected a function, got str"),
        (outer(roles={"x"}), "Outer.roles: expected a frozenset, got set"),
    ],
)
def test_a_wrong_value_is_named_by_its_field(value: object, wrong: str) -> None:
    assert checker(Outer)(value) == wrong


@given(st.one_of(st.text(), st.binary(), st.integers(), st.none(), st.sets(st.text())))
def test_only_a_list_or_a_tuple_is_a_sequence(value: object) -> None:
    assert checker(Sequence[str])(value) is not None


def test_a_generator_is_not_consumed_nor_taken() -> None:
    values = iter("ab")

    assert checker(Sequence[str])(values) is not None
    assert next(values) == "a"


def test_a_class_is_told_from_its_instance() -> None:
    right = checker(type[Exception])

    assert right(ValueError) is None
    assert right(ValueError()) is not None
    assert right(int) is not None
