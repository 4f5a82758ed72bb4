"""Asking the holder of a standing agreement for a date, and giving it up, as people do it."""

import re

import pytest
from sqlalchemy import select

from core.bookings.models import Letter
from core.testing.factories import make_activity, make_agreement, make_place
from tests.support.stovner import Browser, Stovner

ASKED = {
    "activity": "kvinnekafe",
    "place": "laven",
    "day": "2026-12-08",
    "starts": "18:00",
    "ends": "20:00",
}


@pytest.fixture
def coordinator(stovner: Stovner) -> Browser:
    """The district's own leader, reading English; the partner has the hall on Tuesdays."""
    with stovner.database.writing(stovner.district_id) as session:
        place = make_place(session, "laven")
        make_activity(session, stovner.own, "kvinnekafe")
        make_agreement(session, stovner.partner, place.id, 1, release_days=3)
    browser = stovner.browser("coordinator")
    browser.get("/stovner/account?lang=en")
    return browser


def test_who_is_refused_by_an_agreement_asks_and_the_holder_gives_it_up(
    stovner: Stovner, coordinator: Browser
) -> None:
    page = coordinator.post("/stovner/bookings/new", **ASKED)
    assert page.status_code == 409
    found = re.search(r'action="(/stovner/agreements/\d+/ask/2026-12-08)"', page.text)
    assert found
    assert coordinator.post(found[1], activity="kvinnekafe").status_code == 303
    assert "is asked" in coordinator.get("/stovner/bookings/new").text
    coordinator.post(found[1], activity="kvinnekafe")
    assert "asked for this date already" in coordinator.get("/stovner/bookings/new").text

    with stovner.database.reading(stovner.district_id) as session:
        (letter,) = session.scalars(select(Letter)).all()
    link = re.search(r"https?://[^/]+(/stovner/agreements/\d+/give-up/2026-12-08)", letter.body)
    assert link
    assert coordinator.get(link[1]).status_code == 403

    leader = stovner.browser("leader")
    leader.get("/stovner/account?lang=en")
    assert "8 December 2026" in leader.get(link[1]).text
    assert leader.post(link[1]).status_code == 303
    assert "others can book it" in leader.get("/stovner/agreements").text
    assert leader.get(link[1]).status_code == 303
    assert coordinator.post("/stovner/bookings/new", **ASKED).status_code == 303


def test_an_address_that_is_no_date_is_not_found(coordinator: Browser) -> None:
    assert coordinator.post("/stovner/agreements/1/ask/never").status_code == 404
    assert coordinator.post("/stovner/agreements/1/ask/2026-12-08").status_code == 404
