"""Pairing a phone without an account, counting with it, cutting it off."""

import re

import pytest

from core.accounts.roles import Role
from tests.core.web.counter_kit import BOARD, Browser, Town
from tests.core.web.counter_kit import town as town

DEVICES = "/stovner/activities/familiesenter/devices"


def make_code(town: Town, label: str = "Nettbrettet") -> str:
    leader = town.browser(Role.LEADER)
    leader.client.get(BOARD)
    leader.get(BOARD)
    leader.post(DEVICES, label=label)
    found = re.search(r"pairing-code[^>]*>([A-Z2-9]{4} [A-Z2-9]{4})<", leader.page)
    assert found is not None
    return found[1]


def pair(town: Town, code: str | None = None) -> Browser:
    device = town.browser()
    device.get("/stovner/pair")
    answer = device.post("/stovner/pair", code=code or make_code(town))
    assert answer.request.path == BOARD
    return device


def test_a_code_is_shown_as_a_square_and_as_letters(town: Town) -> None:
    leader = town.browser(Role.LEADER)
    leader.get(BOARD)
    answer = leader.post(DEVICES, label="Nettbrettet i døra")
    assert answer.status_code == 200
    assert "<svg" in leader.page
    assert "style=" not in leader.page
    assert "gjelder i ti minutter, én gang" in leader.text
    assert "http://localhost/stovner/pair" in leader.text


def test_a_device_needs_a_name(town: Town) -> None:
    leader = town.browser(Role.LEADER)
    leader.get(BOARD)
    assert leader.post(DEVICES, label=" ").status_code == 422


def test_a_paired_device_stands_at_its_counter_and_counts(town: Town) -> None:
    device = pair(town)
    device.post(BOARD, press="adult:2")
    assert town.totals() == {"adult": 2}
    event = {
        "id": "7c9a4cf8-2a1f-4f5e-9a8d-0f2b6f3f5d10",
        "occurrence": str(town.today),
        "category": "child",
        "n": 1,
        "tapped_at": "2026-11-22T12:00:00Z",
    }
    assert device.api("/stovner/api/counts", {"events": [event]}).status_code == 200
    assert town.totals() == {"adult": 2, "child": 1}


def test_a_code_works_once_and_for_ten_minutes(town: Town) -> None:
    code = make_code(town)
    pair(town, code.lower())
    other = town.browser()
    other.get("/stovner/pair")
    assert other.post("/stovner/pair", code=code).status_code == 422
    assert "Denne koden virker ikke" in other.text
    late = make_code(town)
    town.clock.advance(minutes=10)
    assert other.post("/stovner/pair", code=late).status_code == 422


def test_a_preview_of_the_link_does_not_use_the_code_up(town: Town) -> None:
    code = make_code(town).replace(" ", "")
    device = town.browser()
    for _preview in range(3):
        assert device.get(f"/stovner/pair/{code}").status_code == 200
    assert device.post("/stovner/pair").request.path == BOARD


def test_wrong_codes_are_throttled_by_address(town: Town) -> None:
    code = make_code(town)
    device = town.browser()
    device.get("/stovner/pair")
    for _guess in range(8):
        device.post("/stovner/pair", code="AAAA AAAA")
    assert device.post("/stovner/pair", code=code).status_code == 422
    assert "Vent et kvarter" in device.text
    town.clock.advance(minutes=16)
    assert device.post("/stovner/pair", code=make_code(town)).request.path == BOARD


@pytest.mark.parametrize(
    "address",
    [
        DEVICES,
        "/stovner/count/babytreff/2026-11-22-1100",
        "/stovner/api/openapi.json",
        "/stovner/settings/",
        "/stovner/figures/",
    ],
)
def test_a_device_counts_and_does_nothing_else(town: Town, address: str) -> None:
    device = pair(town)
    status = device.client.get(address).status_code
    assert status in ({200} if address.endswith(".json") else {403, 404})


def test_a_device_is_nobody_in_another_district(town: Town) -> None:
    device = pair(town)
    answer = device.client.get("/grorud/count/")
    assert answer.status_code == 404


def test_pairing_ones_own_phone_signs_one_out(town: Town) -> None:
    code = make_code(town)
    phone = town.browser(Role.LEADER)
    phone.get("/stovner/pair")
    assert "ikke lenger logget inn" in phone.text
    assert phone.post("/stovner/pair", code=code).request.path == BOARD
    assert phone.get(DEVICES).status_code == 403


def test_a_device_that_is_cut_off_is_told_so_at_its_next_request(town: Town) -> None:
    device = pair(town)
    leader = town.browser(Role.LEADER)
    leader.get(DEVICES)
    action = re.search(r'action="([^"]*/cut-off)"', leader.page)
    assert action is not None
    assert "søndag 22. november, 13.00" in leader.text
    leader.post(action[1])
    assert "Nettbrettet er koblet fra." in leader.text
    assert "/cut-off" not in leader.page
    answer = device.client.get(f"/stovner/api/counts/{town.today}")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert device.get(BOARD).request.path == "/stovner/pair"
    assert "Denne enheten er koblet fra" in device.text
    assert town.totals() == {}


def test_the_leader_sees_when_it_was_last_heard_from(town: Town) -> None:
    device = pair(town)
    town.clock.advance(minutes=30)
    device.get(BOARD)
    device.post(BOARD, press="adult:1")
    leader = town.browser(Role.LEADER)
    leader.get(DEVICES)
    assert "13.30" in leader.text


def test_devices_are_the_leaders_of_the_activity(town: Town) -> None:
    for role in (Role.COUNTER, Role.VIEWER, Role.STAFF, Role.ADMIN):
        assert town.browser(role).get(DEVICES).status_code == 403
    leader = town.browser(Role.LEADER)
    assert leader.get("/stovner/activities/babytreff/devices").status_code == 403
    assert leader.get("/stovner/activities/no-such/devices").status_code == 404
    leader.get(BOARD)
    assert leader.post(f"{DEVICES}/17/cut-off").status_code == 404
