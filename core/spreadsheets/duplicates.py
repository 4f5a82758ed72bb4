"""One thing on two lines: the same content counts once, other content is decided by a person."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Numbered(Protocol):
    """What was read of a line, which knows its number in the file."""

    @property
    def line(self) -> int:
        """The line's number."""
        ...


Read = TypeVar("Read", bound=Numbered)
Key = TypeVar("Key")


@dataclass(frozen=True)
class Twice(Generic[Key]):
    """The same thing on several lines with the same content. It counts once."""

    key: Key
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Conflict(Generic[Key, Read]):
    """One thing on several lines with other content; somebody must say which line to keep."""

    key: Key
    choices: tuple[Read, ...]


@dataclass(frozen=True)
class Resolved(Generic[Key, Read]):
    """The lines to save, what was named twice, and what is left to decide."""

    lines: tuple[Read, ...]
    twice: tuple[Twice[Key], ...]
    conflicts: tuple[Conflict[Key, Read], ...]


def resolve(
    lines: Sequence[Read],
    keep: Collection[int],
    key: Callable[[Read], Key],
    content: Callable[[Read], object],
) -> Resolved[Key, Read]:
    """One line a key; `keep` holds the line numbers somebody chose."""
    by_key: dict[Key, list[Read]] = {}
    for one in lines:
        by_key.setdefault(key(one), []).append(one)
    chosen: list[Read] = []
    twice: list[Twice[Key]] = []
    conflicts: list[Conflict[Key, Read]] = []
    for found, same in by_key.items():
        kept = [one for one in same if one.line in keep]
        alike = all(content(one) == content(same[0]) for one in same)
        if alike and len(same) > 1:
            twice.append(Twice(found, tuple(one.line for one in same)))
        if alike or len(kept) == 1:
            chosen.append(kept[0] if kept else same[0])
        else:
            conflicts.append(Conflict(found, tuple(same)))
    return Resolved(tuple(chosen), tuple(twice), tuple(conflicts))
