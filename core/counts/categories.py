"""What is counted. Core brings visits of adults and children, and the newcomers among them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.problems import N_
from core.statistics.measures import CountKind


@dataclass(frozen=True)
class CountCategory:
    """One thing that is counted. `among` names the category it is a part of, if any.

    Kinds are never added to one another. `label` and `question` are message ids or lazy strings.
    """

    key: str
    kind: CountKind
    label: object
    among: str | None = None


CORE_CATEGORIES = (
    CountCategory("adult", CountKind.VISIT, N_("Adults")),
    CountCategory("child", CountKind.VISIT, N_("Children")),
    CountCategory("new_adult", CountKind.NEWCOMER, N_("New adults"), among="adult"),
    CountCategory("new_child", CountKind.NEWCOMER, N_("New children"), among="child"),
)

Categories = Mapping[str, CountCategory]


def categories(added: Iterable[CountCategory] = ()) -> Categories:
    """Core's categories and a plugin's, by key.

    A plugin may say core's in words of its own, as "Babies" for children: the key, the kind and
    what it is among stay core's.
    """
    found = {category.key: category for category in added}
    core = {
        one.key: replace(one, label=found[one.key].label) if one.key in found else one
        for one in CORE_CATEGORIES
    }
    return {**found, **core}


def in_order(known: Categories) -> list[CountCategory]:
    """The categories kind by kind, visits first."""
    return [category for kind in CountKind for category in of_kind(known, kind)]


def of_kind(known: Categories, kind: CountKind) -> list[CountCategory]:
    """The categories of one kind, core's first."""
    core_keys = [category.key for category in CORE_CATEGORIES]
    rank = {key: number for number, key in enumerate(core_keys)}
    return sorted(
        (category for category in known.values() if category.kind == kind),
        key=lambda category: rank.get(category.key, len(rank)),
    )
