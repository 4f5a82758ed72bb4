"""What a district can set for its stand. Titles are message ids; the form translates."""

from typing import Annotated

import msgspec

from core.problems import N_

_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class BymisjonSettings(msgspec.Struct, frozen=True):
    """The centre's hours, local times, and what is asked of who books the stand's place."""

    opens: Annotated[
        str,
        msgspec.Meta(
            pattern=_TIME,
            title=N_("The centre opens"),
            description=N_("Stands are within the centre's hours. Write it as 10:00."),
        ),
    ] = "10:00"
    closes: Annotated[
        str,
        msgspec.Meta(
            pattern=_TIME,
            title=N_("The centre closes, Monday to Friday"),
            description=N_("As 21:00."),
        ),
    ] = "21:00"
    saturday_closes: Annotated[
        str,
        msgspec.Meta(
            pattern=_TIME,
            title=N_("The centre closes on Saturdays"),
            description=N_("As 18:00. On Sundays it is closed."),
        ),
    ] = "18:00"
    lead_days: Annotated[
        int,
        msgspec.Meta(
            ge=0,
            le=60,
            title=N_("Days ahead"),
            description=N_("How many days before the stand its place must be asked for."),
        ),
    ] = 2
    stands_a_month: Annotated[
        int,
        msgspec.Meta(
            ge=1,
            le=31,
            title=N_("Stands a month"),
            description=N_("More than this is a warning, and can be booked all the same."),
        ),
    ] = 1
