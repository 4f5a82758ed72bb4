"""How many statements the centre's page takes besides sign-in and gate, for one year and ten."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g
from sqlalchemy import event
from sqlalchemy.engine import Engine

_OWN = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of the view alone: the gate's end when `g.here` has an access."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        inside = "here" in g and g.here.access is not None
        if inside and not statement.lstrip().upper().startswith(_OWN):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
