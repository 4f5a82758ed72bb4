"""The local dates people may name: those of the years that weeks, months and clocks are there for.

Year 1 has no year before it and 9999 none after: nobody means them, and much cannot be counted
from them. Every date that is typed, in a form or in an address, is read here.
"""

from datetime import date

EARLIEST, LATEST = date(2000, 1, 1), date(2098, 12, 31)


def is_usable(day: date) -> bool:
    """Whether it is one of the dates that may be named."""
    return EARLIEST <= day <= LATEST


def read_date(text: str) -> date:
    """From "2026-11-22". Raises ValueError for what is no date, or none that may be named."""
    day = date.fromisoformat(text)
    if not is_usable(day):
        raise ValueError(text)
    return day


def date_or_none(text: str | None) -> date | None:
    """The same; None for what cannot be read."""
    try:
        return read_date(text or "")
    except ValueError:
        return None
