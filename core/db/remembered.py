"""What was read and is known, by a version, to be so still."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 200


class Remembered:
    """The newest of each key, with the version it was read at. One for each database object.

    Values are shared between requests: whoever gets one changes nothing in it. A writer has one
    of its own with that one `behind` it: it learns from others, and they nothing from it.
    """

    def __init__(self, behind: "Remembered | None" = None) -> None:
        self._found: dict[Hashable, tuple[object, Any]] = {}
        self._behind = behind

    def get(self, key: Hashable, version: object, read: Callable[[], T]) -> T:
        """What is remembered of that version, or what is read now."""
        value = self.known(key, version)
        if value is None:
            value = read()
            if len(self._found) >= _MOST:
                self._found.clear()
            self._found[key] = (version, value)
        return value  # type: ignore[no-any-return]

    def known(self, key: Hashable, version: object) -> Any:
        """What is remembered of that version, or None."""
        known, value = self._found.get(key, (None, None))
        if value is not None and known == version:
            return value
        return self._behind.known(key, version) if self._behind else None
