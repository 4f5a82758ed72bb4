"""What a district can set for its women's network. Titles are message ids; the form translates."""

from datetime import time
from typing import Annotated

from msgspec import Meta, Struct

from core.plugin_api.setting_types import place, time_of_day, whole_number
from core.problems import N_

_BEFORE = N_("Days before the gathering. Later than this, the board says that it is late.")
_AFTER = N_("Days after the gathering.")
_EVENING = N_("A gathering that starts at this time or later is an evening.")
_HOURS = N_("Gatherings from a file have no end; they get this many hours.")
_HOUSE = N_("The house or the room that is booked for them.")
_ROOM = N_("It is booked along with what is booked there.")


def _days(title: str, description: str = _BEFORE) -> Meta:
    return whole_number(title, description, 0, 365)


class NetworkSettings(Struct, frozen=True):
    """Days are counted from the gathering's local date; times are local."""

    theme_days: Annotated[int, _days(N_("The theme is chosen"))] = 42
    tasks_days: Annotated[int, _days(N_("The tasks are shared"))] = 28
    room_days: Annotated[int, _days(N_("The room is booked"))] = 28
    invitation_days: Annotated[int, _days(N_("The invitation is out"))] = 14
    reflection_days: Annotated[int, _days(N_("The reflection is written"), _AFTER)] = 7
    evening_from: Annotated[str, time_of_day(N_("An evening begins at"), _EVENING)] = "16:00"
    gathering_hours: Annotated[int, whole_number(N_("Hours of a gathering"), _HOURS, 1, 12)] = 2
    warn_daytime: Annotated[
        bool, Meta(title=N_("Warn when a gathering is booked in the daytime"))
    ] = True
    warn_often: Annotated[
        bool, Meta(title=N_("Warn when there is more than one gathering a month"))
    ] = True
    house: Annotated[str, place(N_("Where the gatherings are"), _HOUSE)] = ""
    childrens_room: Annotated[str, place(N_("The children's room next door"), _ROOM)] = ""

    @property
    def evening(self) -> time:
        """The local time evenings begin at."""
        return time.fromisoformat(self.evening_from)
