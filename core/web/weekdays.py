"""Weekdays and opening hours in words."""

from collections.abc import Iterable
from datetime import time

from babel.dates import get_day_names
from flask_babel.speaklater import LazyString

from core.places.hours import MIDNIGHT, Hours, weeks
from core.text import Text
from core.web.filters import clock
from core.web.languages import language


def weekday(number: int) -> str:
    """ "mandag", "Monday": 0 is Monday."""
    return str(get_day_names("wide", locale=language())[number])


def weekday_label(number: int) -> Text:
    """The weekday as a field's label, in the language it is read in."""
    return LazyString(lambda: weekday(number).capitalize())


def hours_in_words(hours: Iterable[Hours]) -> list[str]:
    """ "mandag–fredag 10.00–15.00", a line for each run of days; none when no hours are given."""
    lines = []
    for days in weeks(hours):
        spans = ", ".join(f"{clock(opens)}–{_until(closes)}" for opens, closes in days.spans)
        name = weekday(days.first)
        if days.last != days.first:
            name = f"{name}–{weekday(days.last)}"
        lines.append(f"{name} {spans}")
    return lines


def _until(closes: time) -> str:
    return clock(closes).replace("00", "24", 1) if closes == MIDNIGHT else clock(closes)
