"""What a district can set for its family centre. Titles are message ids; the form translates."""

from typing import Annotated

import msgspec

from core.problems import N_

_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class RodekorsSettings(msgspec.Struct, frozen=True):
    """`counting_year_start` is read by core; the hours are those an imported day gets."""

    counting_year_start: Annotated[
        str,
        msgspec.Meta(
            pattern=_DAY,
            title=N_("First day of the counting year"),
            description=N_("Month and day, such as 09-01. Newcomers are counted from this day."),
        ),
    ] = "09-01"
    opens: Annotated[
        str,
        msgspec.Meta(
            pattern=_TIME,
            title=N_("Usual opening time"),
            description=N_("Days from a spreadsheet have no time of day; they get this one."),
        ),
    ] = "15:00"
    closes: Annotated[
        str,
        msgspec.Meta(pattern=_TIME, title=N_("Usual closing time"), description=N_("As 19:00.")),
    ] = "19:00"
