"""A district with a family centre that is open today, and who may count there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from core.accounts.actors import Access, Actor, Grant
from core.accounts.roles import Policy, Role
from core.counts.categories import Categories, CountCategory, categories
from core.counts.service import Counting
from core.db.database import Database
from core.statistics.measures import CountKind
from core.testing.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_organisation,
    make_staff,
    make_user,
)
from tests.support.clock import Clock

TODAY = date(2026, 11, 22)
VOLUNTEERS = CountCategory("volunteers", CountKind.STAFFING, "Volunteers")
ON = {None: categories(), "rodekors": categories([VOLUNTEERS])}


@dataclass
class Centre:
    """The family centre and its neighbours, by id. `days` are its days, by date."""

    database: Database
    clock: Clock
    district: int
    red_cross: int
    bydel: int
    activity: int
    other_activity: int
    days: dict[date, int]
    other_day: int
    user: int

    @property
    def today(self) -> int:
        return self.days[TODAY]

    def access(self, role: Role = Role.COUNTER, organisation: int | None = None) -> Access:
        """Somebody with this role, in the Red Cross unless told otherwise."""
        reach = frozenset({organisation or self.red_cross})
        if role in {Role.DEVICE, Role.STAFF, Role.ADMIN, Role.DISTRICT_ADMIN}:
            grant = Grant(role, self.district, None)
        else:
            grant = Grant(role, self.district, reach)
        activity = self.activity if role is Role.DEVICE else None
        kind = "device" if role is Role.DEVICE else "user"
        actor = Actor(kind, self.user, "Kari", (grant,), activity_id=activity)
        return Access(actor, self.district, Policy.of(()))

    def counting(
        self,
        role: Role = Role.COUNTER,
        *,
        now: datetime | None = None,
        on: Mapping[str | None, Categories] = ON,
    ) -> Counting:
        """Who counts, now, with rodekors on."""
        return Counting(self.access(role), on, now or self.clock())


@pytest.fixture
def centre(database: Database, clock: Clock) -> Centre:
    with database.platform_writing() as shared:
        district = make_district(shared)
        red_cross = make_organisation(shared, district=district).id
        bydel = make_organisation(shared, "bydel-stovner", district=district, is_own=True).id
        user = make_user(shared, Role.STAFF, district=district).id
        district_id = district.id
    with database.writing(district_id) as session:
        activity = make_activity(session, red_cross, plugin="rodekors").id
        other = make_activity(session, bydel, "babytreff").id
        days = {
            day: make_occurrence(session, activity, day).id
            for day in (TODAY + timedelta(days=n) for n in (-7, -3, -2, -1, 0, 1, 7))
        }
        other_day = make_occurrence(session, other, TODAY).id
        make_staff(session, other, user)
    return Centre(
        database, clock, district_id, red_cross, bydel, activity, other, days, other_day, user
    )
