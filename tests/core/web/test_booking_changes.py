"""Changing a booking's page: one date of a series, those after it, or all that are ahead."""

import re

import pytest

from core.places.service import find
from core.testing.factories import make_activity, make_place
from tests.support.stovner import Browser, Stovner

OFFER = "/stovner/activities/kvinnekafe"
SERIES = {
    "activity": "kvinnekafe",
    "place": "laven",
    "day": "2026-11-24",
    "starts": "18:00",
    "ends": "20:00",
}


@pytest.fixture
def leader(stovner: Stovner) -> Browser:
    """The partner's leader, reading English, with a hall and an activity."""
    with stovner.database.writing(stovner.district_id) as session:
        make_place(session, "laven")
        make_activity(session, stovner.partner, "kvinnekafe")
    browser = stovner.browser("leader")
    browser.get("/stovner/account?lang=en")
    return browser


@pytest.fixture
def first(leader: Browser) -> str:
    """The address of the first of three Tuesdays."""
    dates = {**SERIES, "until": "2026-12-08"}
    leader.post("/stovner/bookings/new", **dates)
    answer = leader.post("/stovner/bookings/series", **dates)
    assert answer.status_code == 303
    return answer.location


def _times(leader: Browser) -> list[str]:
    page = leader.client.get("/stovner/api/bookings?from=2026-11-24&to=2026-12-31")
    return [f"{one['starts'][5:13]} {one['status']}" for one in page.json]


def test_a_series_gets_another_time_from_its_page(leader: Browser, first: str) -> None:
    page = leader.get(f"{first}/change").text
    assert "This date and those after it" in page

    answer = leader.post(f"{first}/change", **{**SERIES, "starts": "17:00"}, scope="all")
    assert (answer.status_code, answer.location) == (303, first)
    assert "3 bookings are changed." in leader.get(first).text
    assert _times(leader) == ["11-24T17 confirmed", "12-01T17 confirmed", "12-08T17 confirmed"]


def test_one_date_alone_is_what_is_changed_unless_more_is_chosen(
    leader: Browser, first: str
) -> None:
    assert leader.post(f"{first}/change", **{**SERIES, "starts": "17:00"}).status_code == 303
    assert _times(leader)[:2] == ["11-24T17 confirmed", "12-01T18 confirmed"]


def test_dates_that_cannot_be_had_are_named_and_what_was_chosen_stays(
    leader: Browser, first: str
) -> None:
    leader.post("/stovner/bookings/new", **{**SERIES, "day": "2026-12-02"})
    answer = leader.post(f"{first}/change", **{**SERIES, "day": "2026-11-25"}, scope="all")

    assert answer.status_code == 409
    assert "One date cannot be had. Nothing is changed." in answer.text
    assert "2 December 2026" in answer.text
    assert re.search(r'value="all" checked', answer.text)
    assert "This is free" not in answer.text
    assert "Nothing like it is free" not in answer.text
    assert _times(leader)[0] == "11-24T18 confirmed"


def test_a_date_that_stands_alone_has_no_choice_of_dates(leader: Browser) -> None:
    alone = leader.post("/stovner/bookings/new", **SERIES).location

    assert "This date and those after it" not in leader.get(f"{alone}/change").text
    assert leader.post(f"{alone}/change", **SERIES, scope="nonsense").status_code == 303


@pytest.fixture
def waits(stovner: Stovner, leader: Browser) -> None:
    """On Wednesdays somebody says yes to the hall first."""
    admin = stovner.browser("admin")
    admin.get("/stovner/places/laven/rules/new?kind=approval")
    answer = admin.post("/stovner/places/laven/rules/new?kind=approval", weekdays=["2"])
    assert answer.status_code == 303


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize(
    ("scope", "says", "kept", "moved"),
    [
        ("one", "somebody must say yes", "11-24T18 confirmed", "11-25T18 pending"),
        ("all", "3 dates are free", "11-24T18 confirmed", "11-25T18 pending"),
    ],
)
def test_a_time_that_stands_is_given_up_only_by_who_was_told(
    leader: Browser, first: str, scope: str, says: str, kept: str, moved: str
) -> None:
    wednesday = {**SERIES, "day": "2026-11-25"}
    answer = leader.post(f"{first}/change", **wednesday, scope=scope)

    assert answer.status_code == 409
    assert says in answer.text
    assert "The time you have now is given up at once" in answer.text
    assert _times(leader)[0] == kept

    answer = leader.post(f"{first}/change", **wednesday, scope=scope, **{"give-up": "yes"})
    assert answer.status_code == 303
    assert _times(leader)[0] == moved
    # What waits already gives up nothing
    assert leader.post(f"{first}/change", **wednesday, scope="one", people="9").status_code == 303


@pytest.mark.usefixtures("waits")
def test_an_opening_days_time_is_given_up_only_by_who_was_told(
    stovner: Stovner, leader: Browser
) -> None:
    with stovner.database.reading(stovner.district_id) as session:
        hall = str(find(session, "laven").id)
    tuesday = {"day": "2026-11-24", "starts": "18:00", "ends": "20:00", "place": hall}
    assert leader.post(f"{OFFER}/plan/day", **tuesday).status_code == 303

    wednesday = {**tuesday, "day": "2026-11-25"}
    answer = leader.post(f"{OFFER}/days/2026-11-24-1800/move", **wednesday)
    assert answer.status_code == 409
    assert "The time you have now is given up at once" in answer.text
    assert "add the new day as a day of its own" in answer.text
    assert 'value="2026-11-25"' in answer.text, "what was typed stays"
    assert _times(leader) == ["11-24T18 confirmed"]

    moved = leader.post(f"{OFFER}/days/2026-11-24-1800/move", **wednesday, **{"give-up": "yes"})
    assert moved.status_code == 303
    assert _times(leader) == ["11-25T18 pending"]
    # What waits already gives up nothing, and Tuesdays wait for nobody
    assert leader.post(f"{OFFER}/days/2026-11-25-1800/move", **tuesday).status_code == 303
    assert _times(leader) == ["11-24T18 confirmed"]


def test_the_place_of_what_is_booked_keeps_its_lanes(
    stovner: Stovner, leader: Browser, first: str
) -> None:
    admin = stovner.browser("district-admin")
    admin.get("/stovner/account?lang=en")
    answer = admin.post("/stovner/places/laven/edit", name="Laven", lanes="3", parent="")

    assert answer.status_code == 422
    assert "Laven has 3 coming bookings. Cancel them" in answer.text
    answer = admin.post("/stovner/places/laven/edit", name="Låven", lanes="1", parent="")
    assert answer.status_code == 302
    answer = admin.post("/stovner/places/new", name="Bod", lanes="1", parent="laven")
    assert answer.status_code == 302, "whoever has the house has the new room too"
