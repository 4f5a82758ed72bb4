"""What neighbours in one house need to know of an activity, in words rules and people share."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from flask_babel import lazy_gettext

from core.text import Text


class Tag(StrEnum):
    """The tags people choose from. Plugins may mark their activities with others."""

    QUIET = "quiet"
    LOUD = "loud"
    WOMEN_ONLY = "women-only"


TAGS: Mapping[str, Text] = {
    Tag.QUIET: lazy_gettext("quiet"),
    Tag.LOUD: lazy_gettext("loud"),
    Tag.WOMEN_ONLY: lazy_gettext("for women only"),
}


def tag_word(tag: str) -> Text:
    """A tag as people read it; one that is nobody's but a plugin's, as it stands."""
    return TAGS.get(tag, tag)


def chosen(tags: Iterable[str]) -> list[str]:
    """Those of an activity's tags that people choose, in their order."""
    known = set(tags)
    return [tag for tag in map(str, Tag) if tag in known]


def with_chosen(tags: Iterable[str], choice: Iterable[str]) -> list[str]:
    """An activity's tags when people have chosen anew; others' stay."""
    return [*(tag for tag in tags if tag not in TAGS), *chosen(choice)]
