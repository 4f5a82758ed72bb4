"""The network's own look at a file of days: its format and its time of day agree."""

from collections.abc import Collection, Iterable, Mapping

from core.counts import day_files
from core.counts.day_files import Held, Look
from core.db.tenancy import DistrictSession
from core.plugin_api import DAYS, FileImport, import_command, settings_in
from core.problems import N_
from core.spreadsheets import Parsed
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.words import PARTNER, PLUGIN

_IS_EVENING: Mapping[str, bool] = {"kveld": True, "dag": False}


def look(
    session: DistrictSession, activity_id: int, file: Parsed[Held], _decisions: Collection[int]
) -> Look:
    """What would come of a file."""
    settings = settings_in(session, PLUGIN, NetworkSettings)

    def against(one: Held) -> str | None:
        said = _IS_EVENING.get(one.format)
        if said is None or said == (one.starts >= settings.evening):
            return None
        return N_("The format and the time of day do not fit one another.")

    return day_files.look(session, activity_id, file, settings.gathering_hours, against)


def _tell(found: Look) -> Iterable[str]:
    new, same = len(found.comparison.new), len(found.comparison.same)
    yield f"{new} gatherings would be saved. {same} are saved already."


GATHERINGS = FileImport(
    PARTNER, day_files.read, look, day_files.save, _tell, "gatherings", DAYS, choices=()
)
import_file = import_command(
    GATHERINGS, "Import gatherings with their themes and visits (CSV or XLSX), all or nothing."
)
