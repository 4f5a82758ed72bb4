"""Where a place may lie: in no circle, and not too deep. Pure rules, no database."""

from collections.abc import Iterable, Mapping

from core.accounts.actors import reach
from core.problems import N_, Refused

MOST_LEVELS = 4
"""A property, a house, a floor, a room."""

Parents = Mapping[int, int | None]
"""Every place's id with that of the place it lies in."""


def check_parent(parents: Parents, place_id: int | None, parent_id: int | None) -> None:
    """Raise Refused (field "parent") for a circle, or more than MOST_LEVELS levels.

    `place_id` is None for a place that is still to be made.
    """
    if parent_id is None:
        return
    own = frozenset[int]() if place_id is None else reach(place_id, parents.items())
    if parent_id in own:
        raise Refused(
            N_("A place cannot lie in itself, or in something that lies in it."), field="parent"
        )
    above = depth(parents, parent_id)
    own_depth = 1 if place_id is None else _height(parents, place_id, own)
    if above + own_depth > MOST_LEVELS:
        raise Refused(
            N_("Places can have %(n)s levels: property, house, floor, room. Choose a higher one."),
            field="parent",
            n=MOST_LEVELS,
        )


def depth(parents: Parents, place_id: int) -> int:
    """How many levels there are from the top down to a place, itself included."""
    return len(upwards(parents, place_id))


def upwards(parents: Parents, place_id: int) -> list[int]:
    """A place and all it lies in, from itself to the top."""
    found, one = [place_id], parents[place_id]
    while one is not None:
        found.append(one)
        one = parents[one]
    return found


def related(parents: Parents, place_id: int) -> frozenset[int]:
    """A place, all it lies in and all that lies in it: where the same hours can be in the way."""
    return reach(place_id, parents.items()).union(upwards(parents, place_id))


def _height(parents: Parents, place_id: int, below: Iterable[int]) -> int:
    return max(depth(parents, one) for one in below) - depth(parents, place_id) + 1
