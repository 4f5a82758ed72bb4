"""What programs send that nothing can be made of: told in a sentence, never a fault."""

from typing import Any

import pytest

from core.accounts.roles import Role
from tests.core.web.counter_kit import Town
from tests.core.web.counter_kit import town as town

API = "/stovner/api/bookings"
ASKED = {
    "place": "hvitt-hus",
    "activity": "familiesenter",
    "starts": "2026-12-01T18:00:00+01:00",
    "ends": "2026-12-01T20:00:00+01:00",
}
BEYOND = "99999999999999999999"


def _send(town: Town, method: str, address: str, body: object) -> tuple[int, Any]:
    sent = town.app.test_client().open(
        address, method=method, json=body, headers=town.token(Role.DISTRICT_ADMIN)
    )
    return sent.status_code, sent.get_json()


@pytest.mark.parametrize("field", ["place", "activity", "organisation"])
def test_a_null_character_is_refused(town: Town, field: str) -> None:
    status, told = _send(town, "POST", API, {**ASKED, field: "a\x00b"})

    assert (status, told["detail"]) == (422, "En tekst har et nulltegn. Ta det bort.")


def test_a_null_character_in_a_reason_or_a_tap_is_refused(town: Town) -> None:
    assert _send(town, "POST", f"{API}/1/reject", {"reason": "a\x00"})[0] == 422
    assert _send(town, "POST", "/stovner/api/counts", {"events": ["\x00"]})[0] == 422


def test_a_backslash_before_four_digits_is_no_null_character(town: Town) -> None:
    told = _send(town, "POST", API, {**ASKED, "place": r"\u0000"})[1]

    assert told["field"] == "place"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("people", 2**63 - 1),
        ("people", 2**63),
        ("people", -5),
        ("people", 0),
        ("volunteers", 2**70),
        ("volunteers", -1),
        ("starts", "0001-01-01T00:00:00+00:00"),
        ("starts", "1999-12-31T00:00:00+01:00"),
        ("ends", "9999-12-31T00:00:00+00:00"),
        ("ends", "9999-12-31T23:59:59+00:00"),
    ],
)
def test_a_value_out_of_bounds_is_told_by_its_field(town: Town, field: str, value: object) -> None:
    status, told = _send(town, "POST", API, {**ASKED, field: value})
    assert (status, told["field"]) == (422, field)

    booking = _send(town, "POST", API, ASKED)[1]["id"]
    status, told = _send(town, "PATCH", f"{API}/{booking}", {field: value})
    assert (status, told["field"]) == (422, field)


def test_the_first_and_the_last_that_fit_are_taken(town: Town) -> None:
    for people, day in ((1, "02"), (100_000, "03")):
        times = {name: ASKED[name].replace("-01T", f"-{day}T") for name in ("starts", "ends")}
        body = {**ASKED, **times, "people": people, "volunteers": people // 100}
        assert _send(town, "POST", API, body)[0] == 201


def test_a_booking_of_seventy_years_is_no_fault(town: Town) -> None:
    status, _told = _send(town, "POST", API, {**ASKED, "ends": "2098-12-31T00:00:00+01:00"})

    assert status < 500


@pytest.mark.parametrize("what", ["people", "users", "bookings", "agreements", "tasks"])
def test_an_id_no_row_can_have_is_not_found(town: Town, what: str) -> None:
    browser = town.browser(Role.DISTRICT_ADMIN)

    for number in (BEYOND, str(2**63 - 1)):
        for more in ("", "/edit", "/close", "/roles/new", f"/roles/{BEYOND}"):
            assert browser.get(f"/stovner/{what}/{number}{more}").status_code == 404
