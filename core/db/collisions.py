"""Two who save the same thing at the same moment: the database refuses the second."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

T = TypeVar("T")
_SQLSTATE = "23505"
_SQLITE = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


def is_collision(error: IntegrityError) -> bool:
    """Whether a row was refused because its key had been taken."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return code == _SQLSTATE or code in _SQLITE


def seeing_the_first(save: Callable[[], T]) -> T:
    """What `save` gives. Where its key has been taken it is done once more, and sees what took it.

    So whoever is second by a moment is told the same as whoever is second by a day. `save` has a
    transaction of its own.
    """
    try:
        return save()
    except IntegrityError as error:
        if not is_collision(error):
            raise
    return save()
