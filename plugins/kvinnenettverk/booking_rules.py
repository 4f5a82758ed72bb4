"""What the women's network asks of those who book, from what an administrator has set."""

from collections.abc import Iterator, Sequence
from datetime import time
from functools import partial

from core.calendar.zones import local_time
from core.plugin_api import (
    Companion,
    Frequency,
    Level,
    Neighbour,
    Own,
    Request,
    Rule,
    Snapshot,
    Text,
    Unit,
)
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.words import ACTIVITY, WOMEN_ONLY, lazy_gettext

_OURS = (ACTIVITY,)


def rules(settings: NetworkSettings) -> Iterator[Rule]:
    """Women only always; the rest as it is set."""
    yield Rule(
        "women-only",
        lazy_gettext("Women only: nothing mixed in the house meanwhile"),
        Neighbour(unless_tag=WOMEN_ONLY),
        activities=_OURS,
    )
    if settings.house and settings.childrens_room:
        yield Rule(
            "childrens-room",
            lazy_gettext("The children's room is booked along"),
            Companion(settings.childrens_room),
            places=(settings.house,),
            activities=_OURS,
        )
    if settings.warn_daytime:
        yield Rule(
            "evening",
            lazy_gettext("The gatherings are in the evening"),
            Own(partial(_daytime, settings.evening)),
            Level.WARN,
            activities=_OURS,
        )
    if settings.warn_often:
        yield Rule(
            "monthly",
            lazy_gettext("One gathering a month"),
            Frequency(1, Unit.MONTH),
            Level.WARN,
            activities=_OURS,
        )


def _daytime(evening: time, request: Request, _snapshot: Snapshot) -> Sequence[Text]:
    if local_time(request.starts) >= evening:
        return ()
    clock = f"{evening:%H.%M}"
    text = lazy_gettext("It is before %(clock)s. The gatherings are in the evening.", clock=clock)
    return (text,)
