"""Two who save the same thing at the same moment: the database refuses the second."""

from sqlalchemy.exc import IntegrityError

_SQLSTATE = "23505"
_SQLITE = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


def is_collision(error: IntegrityError) -> bool:
    """Whether a row was refused because its key had been taken."""
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return code == _SQLSTATE or code in _SQLITE
