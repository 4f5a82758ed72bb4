"""Does an answer have the shape its specification's annotation says?

Compiled once from the annotations of specs and dataclasses, because answers are checked in every
request and a wrong one must be the plugin's failure, not the page's. A dataclass whose values
can be wrong in themselves has a method `fault`, which says how.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

Check: TypeAlias = Callable[[object], str | None]


def checker(shape: Any) -> Check:
    """A function that says what is wrong with a value, or None where it has the shape."""
    origin = get_origin(shape)
    if origin is None:
        return _record(shape) if is_dataclass(shape) else _instance(shape)
    return _GENERIC[origin](*get_args(shape))


def _instance(kind: type) -> Check:
    def check(value: object) -> str | None:
        return None if isinstance(value, kind) else f"expected {kind.__name__}, got {_name(value)}"

    return check


def _record(kind: Any) -> Check:
    hints = get_type_hints(kind)
    parts = [(field.name, checker(hints[field.name])) for field in fields(kind)]
    same_kind = _instance(kind)
    fault: Check | None = getattr(kind, "fault", None)

    def check(value: object) -> str | None:
        if wrong := same_kind(value):
            return wrong
        for name, part in parts:
            if wrong := part(getattr(value, name)):
                return f"{kind.__name__}.{name}: {wrong}"
        wrong = fault(value) if fault else None
        return f"{kind.__name__}: {wrong}" if wrong else None

    return check


def _items(*containers: type[Collection[object]]) -> Callable[..., Check]:
    names = " or ".join(container.__name__ for container in containers)

    def of(item: Any, *_ellipsis: object) -> Check:
        right_item = checker(item)

        def check(value: object) -> str | None:
            if not isinstance(value, containers):
                return f"expected a {names}, got {_name(value)}"
            return next((wrong for one in value if (wrong := right_item(one))), None)

        return check

    return of


def _mapping(key: Any, item: Any) -> Check:
    right_key, right_item = checker(key), checker(item)

    def check(value: object) -> str | None:
        if not isinstance(value, Mapping):
            return f"expected a mapping, got {_name(value)}"
        return next(
            (wrong for k, v in value.items() if (wrong := right_key(k) or right_item(v))), None
        )

    return check


def _either(*shapes: Any) -> Check:
    checks = [checker(shape) for shape in shapes]

    def check(value: object) -> str | None:
        wrongs = [wrong for check in checks if (wrong := check(value))]
        if len(wrongs) < len(checks):
            return None
        # What is wrong within the kind it is says more than that it is none of the others
        return next((one for one in wrongs if not one.startswith("expected ")), wrongs[0])

    return check


def _subclass(of: type) -> Check:
    def check(value: object) -> str | None:
        if isinstance(value, type) and issubclass(value, of):
            return None
        return f"expected a class made from {of.__name__}, got {value!r:.80}"

    return check


def _callable(*_signature: object) -> Check:
    def check(value: object) -> str | None:
        return None if callable(value) else f"expected a function, got {_name(value)}"

    return check


def _name(value: object) -> str:
    return type(value).__name__


_GENERIC: Mapping[Any, Callable[..., Check]] = {
    Sequence: _items(list, tuple),
    tuple: _items(tuple),
    frozenset: _items(frozenset),
    Mapping: _mapping,
    Callable: _callable,
    type: _subclass,
    Union: _either,
    UnionType: _either,
}
