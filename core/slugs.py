"""Short names for addresses, made from what people call things."""

import re
import unicodedata
from collections.abc import Container

_OWN_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ł": "l", "đ": "d", "þ": "th", "ð": "d"})
_LONGEST = 60


def slug_of(name: str) -> str:
    """ "Nedre Fossum gård" is "nedre-fossum-gard". Empty when no letter can be written in ASCII."""
    taken_apart = unicodedata.normalize("NFKD", name.casefold().translate(_OWN_LETTERS))
    letters = taken_apart.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST].strip("-")


def free_slug(name: str, taken: Container[str], otherwise: str) -> str:
    """A slug nobody has: the name's, or that with a number. `otherwise` where it has none."""
    wanted = slug_of(name) or otherwise
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
