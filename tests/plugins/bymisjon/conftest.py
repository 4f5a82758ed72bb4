"""Stovner with the family day at Bydelstorget: whose it is, and who may run it."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.cli import command_line
from core.config import Config
from core.districts.service import switch_plugin
from core.testing.factories import make_activity, make_occurrence, make_place, make_staff
from tests.support.stovner import Browser, Stovner

CSV = Path(__file__).parent / "data" / "bydelstorget-kontakter-2024.csv"
TODAY = date(2026, 11, 22)
YEAR = ("--from", "2024-01-01", "--to", "2024-12-31")


@dataclass(frozen=True)
class FamilyDay:
    """`staff` is the leisure contact, `leader` leads the partner, `coordinator` another one."""

    stovner: Stovner
    activity: int
    folder: Path

    def browser(self, who: str = "staff") -> Browser:
        """Somebody signed in."""
        return self.stovner.browser(who)

    def stand(self, day: date = TODAY) -> int:
        """A stand on a day; its address is "<date>-1100"."""
        with self.stovner.database.writing(self.stovner.district_id) as session:
            return make_occurrence(session, self.activity, day).id

    def run(self, *words: str) -> Result:
        """A command."""
        config = Config(self.folder, "sqlite://", "a key for tests")
        return CliRunner().invoke(command_line(self.stovner.app, config), list(words))

    def imported(self, file: Path, *more: str) -> Result:
        """The command that imports."""
        return self.run("bymisjon", "import", str(file), "--district", "stovner", *more)

    def figures(self, *period: str) -> dict[str, object]:
        """What `statistics show` prints."""
        words = ("--district", "stovner", "--plugin", "bymisjon", *(period or YEAR))
        found: dict[str, object] = json.loads(self.run("statistics", "show", *words).stdout)
        return dict(found["figures"])


@pytest.fixture
def family_day(stovner: Stovner, tmp_path: Path) -> FamilyDay:
    """The plugin is on, and its activity belongs to the partner."""
    with stovner.database.platform_writing() as shared:
        switch_plugin(
            shared,
            stovner.district_id,
            "bymisjon",
            enabled=True,
            actor="command:0",
            now=stovner.clock(),
        )
    with stovner.database.writing(stovner.district_id) as session:
        place = make_place(session, "bydelstorget")
        row = make_activity(
            session, stovner.partner, "familiedag", plugin="bymisjon", place_id=place.id
        )
        make_activity(session, stovner.own, "babytreff")
        make_staff(session, row.id, stovner.users["staff"])
        activity = row.id
    return FamilyDay(stovner, activity, tmp_path)
