"""Who is on an opening day of the family centre: volunteers, and the district's own person."""

from datetime import date

import pytest
from sqlalchemy import select

from core.districts.models import DistrictPlugin
from core.schedules.models import Assignment
from core.testing.factories import LONG_AGO, make_activity, make_occurrence, make_person
from tests.support.stovner import Stovner

PREPARE = "/stovner/activities/familiesenter/days/2026-11-22-1100/prepare"


@pytest.fixture
def people(stovner: Stovner) -> tuple[int, int]:
    """A volunteer, and somebody of the district's own, with the plugin on."""
    with stovner.database.platform_writing() as shared:
        shared.add(
            DistrictPlugin(
                district_id=stovner.district_id,
                plugin="rodekors",
                enabled=True,
                changed_at=LONG_AGO,
                changed_by="command:0",
            )
        )
    with stovner.database.writing(stovner.district_id) as session:
        offer = make_activity(session, stovner.partner, plugin="rodekors")
        make_occurrence(session, offer.id, date(2026, 11, 22))
        volunteer = make_person(session, stovner.partner, "Vigdis").id
        return volunteer, make_person(session, stovner.own, "Kari").id


def test_each_puts_their_own_on_and_sees_no_other_names(
    stovner: Stovner, people: tuple[int, int]
) -> None:
    volunteer, own = people
    leader, district = stovner.browser("leader"), stovner.browser("district-admin")
    leader.post(f"{PREPARE}/people", person=volunteer, role="rodekors-duty")
    district.post(f"{PREPARE}/people", person=own, role="rodekors-district")

    page = leader.get(PREPARE).text
    assert "<strong>Vigdis</strong>, Frivillig på vakt" in page
    assert "<strong>En fra Bydel Stovner</strong>, Bydelens person" in page
    assert "Kari" not in page
    page = district.get(PREPARE).text
    assert "<strong>Kari</strong>, Bydelens person" in page
    assert "Vigdis" not in page


def test_the_roles_are_for_the_plugins_offers_and_while_it_is_on(
    stovner: Stovner, people: tuple[int, int]
) -> None:
    volunteer, _own = people
    leader = stovner.browser("leader")
    leader.post(f"{PREPARE}/people", person=volunteer, role="rodekors-duty")
    with stovner.database.platform_writing() as shared:
        shared.scalars(select(DistrictPlugin)).one().enabled = False

    page = leader.get(PREPARE).text
    assert "<strong>Vigdis</strong>, En annen rolle" in page
    wrong = leader.post(f"{PREPARE}/people", person=volunteer, role="rodekors-duty")
    assert wrong.status_code == 422
    with stovner.database.reading(stovner.district_id) as session:
        assert len(session.scalars(select(Assignment)).all()) == 1
