"""What a district can set for its family centre. Titles are message ids; the form translates."""

from typing import Annotated

from msgspec import Struct

from core.plugin_api.setting_types import day_of_year, in_order, time_of_day
from core.problems import N_

_YEAR = N_("Month and day, such as 09-01. Newcomers are counted from this day.")
_OPENS = N_("Days from a spreadsheet have no time of day; they get this one.")
_CLOSES = N_("Such as 19:00.")


class RodekorsSettings(Struct, frozen=True):
    """`counting_year_start` is read by core; the hours are those an imported day gets."""

    counting_year_start: Annotated[
        str, day_of_year(N_("First day of the counting year"), _YEAR)
    ] = "09-01"
    opens: Annotated[str, time_of_day(N_("Usual opening time"), _OPENS)] = "15:00"
    closes: Annotated[str, time_of_day(N_("Usual closing time"), _CLOSES)] = "19:00"

    def __post_init__(self) -> None:
        in_order(self.opens, self.closes)
