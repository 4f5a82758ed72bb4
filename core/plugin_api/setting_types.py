"""What a plugin's settings are made of: the same fields look and refuse alike in every plugin.

Titles and descriptions are message ids of the plugin's; the form translates them.
"""

from msgspec import Meta

from core.problems import N_

PLACE = "place"
_DAY = (
    r"^((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|1[0-9]|2[0-8]))\Z"
)
_SLUG = r"^[a-z0-9-]*\Z"
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z"


def time_of_day(title: str, description: str) -> Meta:
    """A local time, written as 09:00."""
    return Meta(pattern=_TIME, title=title, description=description)


def day_of_year(title: str, description: str) -> Meta:
    """A day every year has, written as 09-01."""
    return Meta(pattern=_DAY, title=title, description=description)


def whole_number(title: str, description: str, least: int, most: int) -> Meta:
    """A whole number; both bounds can be chosen."""
    return Meta(ge=least, le=most, title=title, description=description)


def in_order(first: str, last: str) -> None:
    """Two times of day, as 09:00, one before the other. Raises ValueError with a message id."""
    if first >= last:
        raise ValueError(N_("The first time of day must be before the last. Change one of them."))


def place(title: str, description: str) -> Meta:
    """The short name of a place, or nothing; the form offers the district's places in use."""
    marked = {"format": PLACE}
    return Meta(pattern=_SLUG, title=title, description=description, extra_json_schema=marked)
