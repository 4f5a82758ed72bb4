"""What a person says about a place, checked before anything is saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.matching import folded
from core.places.hours import Hours, checked
from core.problems import N_, Refused

_MOST_LANES, _MOST_PEOPLE = 100, 100_000
_MOST_EQUIPMENT = 30
_LONGEST_EQUIPMENT = 40


@dataclass(frozen=True)
class Details:
    """One place as it shall be. `parent` is a slug; `capacity` None is not known."""

    name: str
    parent: str | None
    address: str | None
    capacity: int | None
    lanes: int
    equipment: tuple[str, ...]
    hours: tuple[Hours, ...]


def check(details: Details) -> None:
    """Raise Refused, with its field, for what cannot be."""
    if not details.name.strip():
        raise Refused(N_("Write what people call the place."), field="name")
    if details.lanes < 1:
        raise Refused(
            N_("At least one group must be able to use the place. Write 1 or more."), field="lanes"
        )
    if details.capacity is not None and details.capacity < 1:
        raise Refused(
            N_("Write how many people there is room for, or leave it empty."), field="capacity"
        )
    for field, n, most in (
        ("lanes", details.lanes, _MOST_LANES),
        ("capacity", details.capacity or 0, _MOST_PEOPLE),
    ):
        if n > most:
            raise Refused(N_("Write a number of at most %(n)s."), field=field, n=most)
    checked(details.hours)


def read_equipment(typed: str) -> tuple[str, ...]:
    """ "Kitchen, stage" as people write it: each once. Raises Refused (field "equipment")."""
    found: dict[str, str] = {}
    for part in typed.replace("\n", ",").split(","):
        word = " ".join(part.split())
        if word:
            found.setdefault(folded(word), word)
    if len(found) > _MOST_EQUIPMENT or any(len(word) > _LONGEST_EQUIPMENT for word in found):
        raise Refused(
            N_("At most %(n)s things, each of at most %(letters)s letters, with commas between."),
            field="equipment",
            n=_MOST_EQUIPMENT,
            letters=_LONGEST_EQUIPMENT,
        )
    return tuple(found.values())


def written_equipment(equipment: Iterable[str]) -> str:
    """Equipment as `read_equipment` reads it."""
    return ", ".join(equipment)
