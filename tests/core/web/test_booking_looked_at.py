"""The button that only looks: the rules' word on what is filled in, and nothing is booked."""

import re

import pytest

from core.accounts.roles import Role
from core.testing.factories import make_place
from tests.core.web.counter_kit import Browser, Town
from tests.core.web.counter_kit import town as town

NEW = "/stovner/bookings/new"
ASKED = {
    "activity": "familiesenter",
    "place": "laven",
    "day": "2026-12-01",
    "starts": "18:00",
    "ends": "20:00",
    "people": "12",
}


@pytest.fixture
def leader(town: Town) -> Browser:
    """A leader who reads English, with the form open."""
    with town.platform.database.writing(town.district) as session:
        make_place(session, "laven")
    browser = town.browser(Role.LEADER)
    browser.get(f"{NEW}?lang=en")
    return browser


def test_what_is_free_is_called_so_and_stays_free(town: Town, leader: Browser) -> None:
    assert leader.post(NEW, check="yes", **ASKED).status_code == 200
    assert " is free " in leader.text
    assert town.bookings() == 0

    assert leader.post(NEW, **ASKED).status_code == 200
    assert town.bookings() == 1


def test_what_is_taken_is_told_with_what_is_free_instead(town: Town, leader: Browser) -> None:
    leader.post(NEW, **ASKED)
    leader.get(NEW)
    assert leader.post(NEW, check="yes", **ASKED).status_code == 200
    assert "This is free:" in leader.text
    assert re.search(r'name="people"[^>]*value="12"', leader.page)
    assert town.bookings() == 1


def test_a_series_is_shown_date_by_date(town: Town, leader: Browser) -> None:
    leader.post(NEW, check="yes", until="2026-12-15", **ASKED)
    assert "3 dates" in leader.text
    assert town.bookings() == 0


def test_what_is_missing_is_asked_for(leader: Browser) -> None:
    assert leader.post(NEW, check="yes", **ASKED | {"starts": ""}).status_code == 422
    assert "Write a time." in leader.text
