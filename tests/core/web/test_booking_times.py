"""Hours that the clocks skip are refused with a sentence, and what was typed stays."""

import pytest

from core.testing.factories import make_activity, make_place
from tests.support.stovner import Browser, Stovner

SENTENCE = "The clocks go forward on 28.03.2027: 02.30 does not exist. Choose another time."
NIGHT = {
    "activity": "nattkafe",
    "place": "laven",
    "day": "2027-03-28",
    "starts": "02:30",
    "ends": "04:00",
}


@pytest.fixture
def leader(stovner: Stovner) -> Browser:
    """The partner's leader, reading English, with a hall and an activity."""
    with stovner.database.writing(stovner.district_id) as session:
        make_place(session, "laven")
        make_activity(session, stovner.partner, "nattkafe")
    browser = stovner.browser("leader")
    browser.get("/stovner/account?lang=en")
    return browser


def test_the_missing_hour_is_refused_on_the_page(leader: Browser) -> None:
    answer = leader.post("/stovner/bookings/new", **NIGHT)

    assert answer.status_code == 422
    assert SENTENCE in answer.text
    assert 'value="02:30"' in answer.text


def test_a_term_over_the_missing_hour_is_refused_on_the_page(leader: Browser) -> None:
    answer = leader.post(
        "/stovner/bookings/new", **NIGHT | {"day": "2027-03-21"}, until="2027-04-04"
    )

    assert answer.status_code == 422
    assert SENTENCE in answer.text


@pytest.mark.parametrize("offset", ["+01:00", "+02:00"])
def test_the_missing_hour_is_refused_to_programs(leader: Browser, offset: str) -> None:
    body = {
        "place": "laven",
        "activity": "nattkafe",
        "starts": f"2027-03-28T02:30:00{offset}",
        "ends": "2027-03-28T05:00:00+02:00",
    }
    answer = leader.client.post("/stovner/api/bookings", json=body, headers=_header(leader))

    assert answer.status_code == 422
    assert answer.json
    assert (answer.json["field"], answer.json["detail"]) == ("starts", SENTENCE)


def _header(leader: Browser) -> dict[str, str]:
    page = leader.get("/stovner/account").text
    return {"X-CSRFToken": page.partition('name="csrf_token" value="')[2].partition('"')[0]}
