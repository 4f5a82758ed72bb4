"""What a baby gathering asks of those who book the rooms it uses."""

from collections.abc import Sequence
from datetime import time
from functools import partial

from core.plugin_api import (
    Buffer,
    Exclusive,
    Level,
    Neighbour,
    OpeningWindow,
    Own,
    Request,
    Rule,
    Snapshot,
    Text,
    Window,
)
from core.schedules.tags import Tag
from plugins.apen_barnehage.settings import BabySettings
from plugins.apen_barnehage.words import ACTIVITY, lazy_gettext

_WORKDAYS = frozenset(range(5))


def pairs(people: int) -> int:
    """How many pairs so many people are: an adult and a baby each, the odd one a pair, too."""
    return (people + 1) // 2


def room_for_pairs(most: int, request: Request, _snapshot: Snapshot) -> Sequence[Text]:
    """A sentence when more pairs are expected than there is room for."""
    if request.people is None or pairs(request.people) <= most:
        return ()
    text = lazy_gettext(
        "There is room for %(most)s pairs of an adult and a baby; %(pairs)s are expected.",
        most=most,
        pairs=pairs(request.people),
    )
    return (text,)


def rules(settings: BabySettings) -> Sequence[Rule]:
    """The rules with the numbers the district has set."""
    daytime = Window(
        _WORKDAYS, time.fromisoformat(settings.earliest), time.fromisoformat(settings.latest)
    )
    prams = Buffer(settings.pram_minutes, settings.pram_minutes)
    own = (ACTIVITY,)
    return (
        Rule("alone", lazy_gettext("The babies have the room alone"), Exclusive(), activities=own),
        Rule(
            "quiet",
            lazy_gettext("Nothing loud next to the babies"),
            Neighbour(not_beside=Tag.LOUD.value),
            activities=own,
        ),
        Rule(
            "daytime",
            lazy_gettext("The baby gathering is in the daytime"),
            OpeningWindow(daytime),
            activities=own,
        ),
        Rule("prams", lazy_gettext("Time for prams to come and go"), prams, activities=own),
        Rule(
            "pairs",
            lazy_gettext("Room for pairs"),
            Own(partial(room_for_pairs, settings.most_pairs)),
            Level.BLOCK,
            activities=own,
        ),
    )
