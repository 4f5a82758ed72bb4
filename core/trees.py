"""Rows that lie in one another (places, organisations), in the order people read them."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from core.matching import alphabetical


class Branch(Protocol):
    """A row of a tree. No parent, or one that is not among the rows: a root."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def parent_id(self) -> int | None:
        """What it lies in."""

    @property
    def name(self) -> str:
        """What it is sorted by."""


Row = TypeVar("Row", bound=Branch)


def in_order(rows: Iterable[Row]) -> list[tuple[int, Row]]:
    """(depth, row), depth 0 for a root: each row by name, followed by those below it."""
    by_id = {row.id: row for row in rows}
    children: dict[int | None, list[Row]] = {}
    for row in sorted(by_id.values(), key=lambda row: alphabetical(row.name), reverse=True):
        parent = row.parent_id if row.parent_id in by_id else None
        children.setdefault(parent, []).append(row)
    found: list[tuple[int, Row]] = []
    waiting = [(0, row) for row in children.get(None, [])]
    while waiting:
        depth, row = waiting.pop()
        found.append((depth, row))
        waiting.extend((depth + 1, child) for child in children.get(row.id, []))
    return found
