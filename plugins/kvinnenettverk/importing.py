"""The network's own look at a file of days: its format and its time of day agree."""

from collections.abc import Mapping

from core.counts import day_files
from core.counts.day_files import File, Held, Look
from core.db.tenancy import DistrictSession
from core.problems import N_
from plugins.kvinnenettverk.settings import NetworkSettings

_IS_EVENING: Mapping[str, bool] = {"kveld": True, "dag": False}


def look(session: DistrictSession, activity_id: int, file: File, settings: NetworkSettings) -> Look:
    """What would come of a file."""

    def against(one: Held) -> str | None:
        said = _IS_EVENING.get(one.format)
        if said is None or said == (one.starts >= settings.evening):
            return None
        return N_("The format and the time of day do not fit one another.")

    return day_files.look(session, activity_id, file, settings.gathering_hours, against)
