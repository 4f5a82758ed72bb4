"""What a district can set for its family centre."""

from typing import Annotated

import msgspec

_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class RodekorsSettings(msgspec.Struct, frozen=True):
    """`counting_year_start` is read by core; the hours are those an imported day gets."""

    counting_year_start: Annotated[
        str,
        msgspec.Meta(
            pattern=_DAY,
            title="First day of the counting year",
            description="Month and day, such as 09-01. Newcomers are counted from this day.",
        ),
    ] = "09-01"
    opens: Annotated[
        str,
        msgspec.Meta(
            pattern=_TIME,
            title="Usual opening time",
            description="Days from a spreadsheet have no time of day; they get this one.",
        ),
    ] = "15:00"
    closes: Annotated[
        str, msgspec.Meta(pattern=_TIME, title="Usual closing time", description="As 19:00.")
    ] = "19:00"
