"""A district with the baby gathering, and its room in the white house."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest

from core.counts.categories import categories
from core.counts.events import NewEvent
from core.counts.service import Counting, save_events
from core.districts.service import switch_plugin
from core.testing.factories import LONG_AGO, make_activity, make_occurrence, make_place
from plugins.apen_barnehage.statistics import CATEGORIES
from tests.support.stovner import Stovner

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Babies:
    """Ids rather than rows: rows end with their session."""

    stovner: Stovner
    activity: int
    place: int
    other_place: int

    def held(self, day: date, place: int | None = None, **totals: int) -> None:
        """A gathering that was held and counted."""
        known = {"apen_barnehage": categories(CATEGORIES)}
        who = Counting(self.stovner.access("coordinator"), known, self.stovner.clock())
        with self.stovner.database.writing(self.stovner.district_id) as session:
            row = make_occurrence(session, self.activity, day, place_id=place or self.place)
            events = [
                NewEvent(uuid4(), row.id, key, n, self.stovner.clock()) for key, n in totals.items()
            ]
            assert not save_events(session, who, events).rejected


@pytest.fixture
def babies(stovner: Stovner) -> Babies:
    """The plugin is on, and the activity is of a part of the district."""
    with stovner.database.platform_writing() as shared:
        switch_plugin(
            shared,
            stovner.district_id,
            "apen_barnehage",
            enabled=True,
            actor="command:0",
            now=LONG_AGO,
        )
    with stovner.database.writing(stovner.district_id) as session:
        house, other = make_place(session, "hvitt-hus"), make_place(session, "haugenstua")
        activity = make_activity(
            session, stovner.own_part, "babytreff", plugin="apen_barnehage", place_id=house.id
        )
        return Babies(stovner, activity.id, house.id, other.id)
