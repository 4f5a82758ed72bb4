"""What a plugin's settings are made of: the same fields look and refuse alike in every plugin.

Titles and descriptions are message ids of the plugin's; the form translates them.
"""

from msgspec import Meta

_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def time_of_day(title: str, description: str) -> Meta:
    """A local time, written as 09:00."""
    return Meta(pattern=_TIME, title=title, description=description)


def day_of_year(title: str, description: str) -> Meta:
    """A day of every year, written as 09-01."""
    return Meta(pattern=_DAY, title=title, description=description)


def whole_number(title: str, description: str, least: int, most: int) -> Meta:
    """A whole number; both bounds can be chosen."""
    return Meta(ge=least, le=most, title=title, description=description)
