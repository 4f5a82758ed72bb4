"""What a district can set for its baby gathering. Titles are message ids; the form translates."""

from typing import Annotated

from msgspec import Struct

from core.plugin_api.setting_types import day_of_year, in_order, time_of_day, whole_number
from core.problems import N_

_YEAR = N_("Month and day, such as 09-01. New families are counted from this day.")
_PAIRS = N_("A pair is an adult with a baby.")
_PRAMS = N_("The room is not free for others while prams come and go.")


class BabySettings(Struct, frozen=True):
    """`counting_year_start` is read by core. Times are local; a pair is an adult and a baby."""

    counting_year_start: Annotated[
        str, day_of_year(N_("First day of the counting year"), _YEAR)
    ] = "09-01"
    most_pairs: Annotated[int, whole_number(N_("Pairs there is room for"), _PAIRS, 1, 200)] = 15
    earliest: Annotated[str, time_of_day(N_("Not before"), N_("As 08:00."))] = "08:00"
    latest: Annotated[str, time_of_day(N_("Not after"), N_("As 16:00."))] = "16:00"
    pram_minutes: Annotated[
        int, whole_number(N_("Minutes for prams, before and after"), _PRAMS, 0, 120)
    ] = 15

    def __post_init__(self) -> None:
        in_order(self.earliest, self.latest)
