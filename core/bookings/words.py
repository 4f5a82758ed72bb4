"""Words findings are made of. Times and dates are local."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext

from core.calendar.zones import OSLO
from core.text import Text

ON_WEEKDAYS: Mapping[int, Text] = {
    0: lazy_gettext("on Mondays"),
    1: lazy_gettext("on Tuesdays"),
    2: lazy_gettext("on Wednesdays"),
    3: lazy_gettext("on Thursdays"),
    4: lazy_gettext("on Fridays"),
    5: lazy_gettext("on Saturdays"),
    6: lazy_gettext("on Sundays"),
}


def clock(moment: datetime) -> str:
    """ "14.02", local."""
    return f"{moment.astimezone(OSLO):%H.%M}"


def span(starts: datetime, ends: datetime) -> str:
    """ "13.10.2026 kl. 15.00–19.00", local; the second date only where it is another."""
    begins, stops = starts.astimezone(OSLO), ends.astimezone(OSLO)
    day = "" if begins.date() == stops.date() else f"{stops:%d.%m.%Y} "
    return f"{begins:%d.%m.%Y}, {begins:%H.%M}–{day}{stops:%H.%M}"
