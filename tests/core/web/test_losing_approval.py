"""A yes to what has been lost meanwhile: refused with the reason, and with what is free instead."""

from tests.core.web.rooms_kit import API, TUESDAY, Rooms, at
from tests.core.web.rooms_kit import rooms as rooms


def test_programs_get_the_reason_and_three_alternatives(rooms: Rooms) -> None:
    first, second = rooms.insert(at(18), at(18))
    leader = rooms.browser()
    assert rooms.send(leader, "POST", f"{API}/{first}/approve").status_code == 200

    for _again in range(2):
        answer = rooms.send(leader, "POST", f"{API}/{second}/approve")
        assert answer.status_code == 409
        assert [one["rule"] for one in answer.json["findings"]] == ["occupied"]
        assert len(answer.json["alternatives"]) == 3


def test_the_page_says_what_is_free(rooms: Rooms) -> None:
    first, second = rooms.insert(at(18), at(18))
    leader = rooms.browser()
    leader.get("/stovner/bookings/waiting")
    assert leader.post(f"/stovner/bookings/{first}/approve").status_code == 303

    answer = leader.post(f"/stovner/bookings/{second}/approve")
    assert answer.status_code == 409
    assert "has Laven" in answer.text
    assert "This is free:" in answer.text
    assert answer.text.count("the same place</li>") >= 1


def test_what_was_turned_down_is_answered_and_nothing_is_offered(rooms: Rooms) -> None:
    [asked] = rooms.insert(at(18))
    leader = rooms.browser()
    assert rooms.send(leader, "POST", f"{API}/{asked}/reject", reason="Nei").status_code == 200

    answer = rooms.send(leader, "POST", f"{API}/{asked}/approve")
    assert answer.status_code == 409
    assert "alternatives" not in answer.json


def test_a_day_that_lost_its_place_is_on_its_leaders_home_page(rooms: Rooms) -> None:
    rooms.insert(at(11), occurrence_id=rooms.day)
    leader, viewer = rooms.browser(), rooms.browser("viewer")
    assert "Days without a place" not in leader.get("/stovner/").text
    assert rooms.book(leader, 11, 13).status_code == 201

    page = leader.get("/stovner/").text
    assert "Days without a place" in page
    assert f"/days/{TUESDAY}-1100/move" in page
    assert (
        leader.get(f"/stovner/activities/familiesenter/days/{TUESDAY}-1100/move").status_code == 200
    )
    assert "Days without a place" not in viewer.get("/stovner/").text
