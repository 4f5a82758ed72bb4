"""What a district can set for its stand. Titles are message ids; the form translates."""

from typing import Annotated

from msgspec import Struct

from core.plugin_api.setting_types import in_order, time_of_day, whole_number
from core.problems import N_

_OPENS = N_("Stands are within the centre's hours. Write it as 10:00.")
_CLOSES = N_("As 21:00.")
_SATURDAY = N_("As 18:00. On Sundays it is closed.")
_AHEAD = N_("How many days before the stand its place must be asked for.")
_MONTHLY = N_("More than this is a warning, and can be booked all the same.")


class BymisjonSettings(Struct, frozen=True):
    """The centre's hours, local times, and what is asked of who books the stand's place."""

    opens: Annotated[str, time_of_day(N_("The centre opens"), _OPENS)] = "10:00"
    closes: Annotated[str, time_of_day(N_("The centre closes, Monday to Friday"), _CLOSES)] = (
        "21:00"
    )
    saturday_closes: Annotated[
        str, time_of_day(N_("The centre closes on Saturdays"), _SATURDAY)
    ] = "18:00"
    lead_days: Annotated[int, whole_number(N_("Days ahead"), _AHEAD, 0, 60)] = 2
    stands_a_month: Annotated[int, whole_number(N_("Stands a month"), _MONTHLY, 1, 31)] = 1

    def __post_init__(self) -> None:
        in_order(self.opens, self.closes)
        in_order(self.opens, self.saturday_closes)
