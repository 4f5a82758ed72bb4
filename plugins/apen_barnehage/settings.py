"""What a district can set for its baby gathering. Titles are message ids; the form translates."""

from typing import Annotated

import msgspec

from core.problems import N_

_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class BabySettings(msgspec.Struct, frozen=True):
    """`counting_year_start` is read by core. Times are local; a pair is an adult and a baby."""

    counting_year_start: Annotated[
        str,
        msgspec.Meta(
            pattern=_DAY,
            title=N_("First day of the counting year"),
            description=N_("Month and day, such as 09-01. New families are counted from this day."),
        ),
    ] = "09-01"
    most_pairs: Annotated[
        int,
        msgspec.Meta(
            ge=1,
            le=200,
            title=N_("Pairs there is room for"),
            description=N_("A pair is an adult with a baby."),
        ),
    ] = 15
    earliest: Annotated[
        str,
        msgspec.Meta(pattern=_TIME, title=N_("Not before"), description=N_("As 08:00.")),
    ] = "08:00"
    latest: Annotated[
        str,
        msgspec.Meta(pattern=_TIME, title=N_("Not after"), description=N_("As 16:00.")),
    ] = "16:00"
    pram_minutes: Annotated[
        int,
        msgspec.Meta(
            ge=0,
            le=120,
            title=N_("Minutes for prams, before and after"),
            description=N_("The room is not free for others while prams come and go."),
        ),
    ] = 15
