"""Home: what waits for this person, and nothing that waits for others."""

from datetime import timedelta

import pytest

from core.accounts.roles import Role
from core.testing.factories import make_occurrence, make_staff
from tests.core.web.counter_kit import TODAY, Town
from tests.core.web.counter_kit import town as town

HOME = "/stovner/"
LIST = "Dager som ikke er ført"
YESTERDAY = "2026-11-21-1100"


def long_gone(town: Town) -> str:
    """The address of a day that was not entered, five days ago."""
    day = TODAY - timedelta(5)
    with town.platform.database.writing(town.district) as session:
        make_occurrence(session, town.activity, day)
    return f"{day}-1100"


def test_a_leader_has_every_day_that_was_not_entered(town: Town) -> None:
    old = long_gone(town)
    leader = town.browser(Role.LEADER)
    leader.get(HOME)
    for key in (old, YESTERDAY):
        assert f'href="/stovner/activities/familiesenter/days/{key}"' in leader.page


def test_an_employee_has_those_that_can_still_be_counted(town: Town) -> None:
    old = long_gone(town)
    with town.platform.database.writing(town.district) as session:
        make_staff(session, town.activity, town.users[Role.STAFF])
    staff = town.browser(Role.STAFF)
    staff.get(HOME)
    assert f"{LIST} (1)" in staff.text
    assert f'href="/stovner/count/familiesenter/{YESTERDAY}"' in staff.page
    assert old not in staff.page
    staff.get(f"/stovner/count/familiesenter/{YESTERDAY}")
    assert "Voksne" in staff.text


@pytest.mark.parametrize("role", [Role.STAFF, Role.VIEWER])
def test_who_can_do_nothing_about_them_is_not_told(town: Town, role: Role) -> None:
    browser = town.browser(role)
    browser.get(HOME)
    assert LIST not in browser.text
