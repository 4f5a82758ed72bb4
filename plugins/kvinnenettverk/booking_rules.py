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
from core.schedules.tags import Tag
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.words import ACTIVITY, lazy_gettext

_ours = partial(Rule, activities=(ACTIVITY,))


def rules(settings: NetworkSettings) -> Iterator[Rule]:
    """Women only always; the rest as it is set."""
    title = lazy_gettext("Women only: nothing mixed in the house meanwhile")
    yield _ours("women-only", title, Neighbour(unless_tag=Tag.WOMEN_ONLY.value))
    if settings.house and settings.childrens_room:
        title = lazy_gettext("The children's room is booked along")
        along = Companion(settings.childrens_room)
        yield _ours("childrens-room", title, along, places=(settings.house,))
    if settings.warn_daytime:
        title = lazy_gettext("The gatherings are in the evening")
        yield _ours("evening", title, Own(partial(_daytime, settings.evening)), Level.WARN)
    if settings.warn_often:
        title = lazy_gettext("One gathering a month")
        yield _ours("monthly", title, Frequency(1, Unit.MONTH), Level.WARN)


def _daytime(evening: time, request: Request, _snapshot: Snapshot) -> Sequence[Text]:
    if local_time(request.starts) >= evening:
        return ()
    clock = f"{evening:%H.%M}"
    text = lazy_gettext("It is before %(clock)s. The gatherings are in the evening.", clock=clock)
    return (text,)
