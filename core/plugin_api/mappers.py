"""Keep one plugin's broken table class from breaking every other.

SQLAlchemy configures all classes of a registry together: after one failed, no query of anybody's
runs. So classes are configured as each plugin is imported, and those of one that fails are ended.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Mapper, configure_mappers


@contextmanager
def settled_mappers() -> Iterator[None]:
    """Configure the classes made inside, even where it raises. Raises what SQLAlchemy raises."""
    made: list[Mapper[Any]] = []

    def note(mapper: Mapper[Any], _class: type) -> None:
        made.append(mapper)

    event.listen(Mapper, "after_mapper_constructed", note)
    try:
        yield
    finally:
        event.remove(Mapper, "after_mapper_constructed", note)
        _settle(made)


def _settle(made: list[Mapper[Any]]) -> None:
    try:
        configure_mappers()
    except Exception:
        for mapper in made:
            # A plugin may be the first to import a module of core.
            if not mapper.class_.__module__.startswith("core."):
                # The public `registry.dispose` would end core's classes as well.
                mapper._set_dispose_flags()  # noqa: SLF001
        raise
