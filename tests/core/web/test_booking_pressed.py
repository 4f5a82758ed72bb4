"""Booking buttons that are pressed twice: one booking, and both answers lead to it."""

import re

import pytest
from sqlalchemy import update

from core.accounts.roles import Role
from core.places.models import Place
from tests.core.web.counter_kit import Browser, Town
from tests.core.web.counter_kit import town as town
from tests.support.together import together

NEW, SERIES = "/stovner/bookings/new", "/stovner/bookings/series"
ASKED = {
    "activity": "familiesenter",
    "place": "hvitt-hus",
    "day": "2026-12-01",
    "starts": "18:00",
    "ends": "20:00",
    "shared": "y",
}


@pytest.fixture
def leader(town: Town) -> Browser:
    """A leader who has the form open, for a place with three lanes."""
    with town.platform.database.writing(town.district) as session:
        session.execute(update(Place).values(lanes=3))
    browser = town.browser(Role.LEADER)
    browser.get(NEW)
    return browser


def _send(browser: Browser, address: str, **values: str) -> str:
    """Where the form as it is on the page leads, without going there."""
    answer = browser.client.post(address, data={**browser.hidden, **ASKED, **values})
    assert answer.status_code == 303
    return answer.location


@pytest.mark.parametrize("lanes", [1, 3])
def test_a_double_click_makes_one_booking(town: Town, leader: Browser, lanes: int) -> None:
    with town.platform.database.writing(town.district) as session:
        session.execute(update(Place).values(lanes=lanes))
    first = _send(leader, NEW)
    assert _send(leader, NEW) == first
    assert town.bookings() == 1
    assert leader.get(first).status_code == 200


def test_two_clicks_at_once_make_one_booking(town: Town, leader: Browser) -> None:
    sent = {**leader.hidden, **ASKED}

    def click() -> str:
        client = town.app.test_client()
        client._cookies = leader.client._cookies
        return str(client.post(NEW, data=sent).location)

    found = together(click, click)
    assert found[0] == found[1]
    assert town.bookings() == 1


def test_the_form_filled_in_anew_books_again(town: Town, leader: Browser) -> None:
    first = _send(leader, NEW)

    assert _send(leader, NEW, day="2026-12-02") != first
    leader.get(NEW)
    assert _send(leader, NEW) != first
    assert town.bookings() == 3


def test_a_series_that_is_saved_twice_is_one(town: Town, leader: Browser) -> None:
    leader.post(NEW, **ASKED, until="2026-12-15")
    first = _send(leader, SERIES, until="2026-12-15")

    assert _send(leader, SERIES, until="2026-12-15") == first
    assert town.bookings() == 3


def test_what_is_free_instead_is_booked_once(town: Town, leader: Browser) -> None:
    _send(leader, NEW, shared="")
    refused = leader.client.post(NEW, data={**leader.hidden, **ASKED, "press": ""})
    assert refused.status_code == 409
    offer = Browser(leader.client, re.findall(r"<form.*?</form>", refused.text, re.DOTALL)[-2])
    assert "day" in offer.hidden

    places = {leader.client.post(NEW, data=offer.hidden).location for _click in range(2)}
    assert len(places) == 1
    assert town.bookings() == 2
