"""What builds on a thing, asked of those who know, before it is archived or deleted.

A place does not know activities (they are a layer above). Whoever archives a place hands over the
functions that can tell, and they are asked in the same transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel.speaklater import LazyString

from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.text import Text


@dataclass(frozen=True)
class Use:
    """One thing that builds on another. Not `current`: it is only history."""

    text: Text
    current: bool


Ask = Callable[[DistrictSession, int, datetime], list[Use]]


def listed(uses: Iterable[Use]) -> Text:
    """The uses as one phrase, in the language it is read in."""
    texts = [use.text for use in uses]
    return LazyString(lambda: ", ".join(str(text) for text in texts))


def refuse_if_used(uses: list[Use], message: str, name: str) -> None:
    """Raise Refused with `message`, its `name` and `uses`, when there are any."""
    if uses:
        raise Refused(message, name=name, uses=listed(uses))
