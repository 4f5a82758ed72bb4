"""Programs: days, counts, totals, keys that are used twice, and answers about what is wrong."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from core.accounts.roles import Role
from core.audit.idempotency import KEPT_FOR
from tests.core.web.counter_kit import BOARD, TODAY, Town
from tests.core.web.counter_kit import town as town

COUNTS = "/stovner/api/counts"
PROBLEM = "application/problem+json"
NOON = "2026-11-22T12:00:00+01:00"


def event(town: Town, **more: Any) -> dict[str, Any]:
    found = {"id": str(uuid4()), "occurrence": str(town.today), "category": "adult", "n": 1}
    return {**found, "tapped_at": NOON, **more}


def send(
    town: Town, *events: dict[str, Any], role: Role = Role.COUNTER, **headers: str
) -> tuple[int, Any]:
    """A program with a token, which needs no CSRF token."""
    sent = {**town.token(role), **{key.replace("_", "-"): v for key, v in headers.items()}}
    answer = town.app.test_client().post(COUNTS, json={"events": events}, headers=sent)
    assert answer.mimetype == ("application/json" if answer.status_code == 200 else PROBLEM)
    return answer.status_code, answer.get_json()


def raw(town: Town, body: bytes) -> tuple[int, Any]:
    client = town.app.test_client()
    answer = client.post(COUNTS, data=body, headers=town.token(Role.COUNTER))
    return answer.status_code, answer.get_json()


def test_saving_events(town: Town) -> None:
    one, two = event(town, n=2), event(town, category="child", press=str(uuid4()))
    status, answer = send(town, one, two)
    assert status == 200
    assert answer == {
        "accepted": [one["id"], two["id"]],
        "rejected": [],
        "totals": {str(town.today): {"adult": 2, "child": 1}},
    }
    undo = event(town, n=-2, undoes=one["id"])
    assert send(town, one, undo, undo)[1]["totals"] == {str(town.today): {"adult": 0, "child": 1}}


def test_a_rejection_has_a_code_and_a_sentence(town: Town) -> None:
    one = event(town)
    send(town, one)
    _status, answer = send(town, {**one, "n": 5})
    [rejected] = answer["rejected"]
    assert (rejected["id"], rejected["code"]) == (one["id"], "other-content")
    assert rejected["detail"] == "Noe annet er allerede lagret under dette nummeret."
    assert answer["accepted"] == []
    assert town.totals() == {"adult": 1}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"n": "1"}, "events[0].n"),
        ({"n": 1.5}, "events[0].n"),
        ({"n": True}, "events[0].n"),
        ({"n": None}, "events[0].n"),
        ({"id": "x"}, "events[0].id"),
        ({"occurrence": 17}, "events[0].occurrence"),
        ({"occurrence": "x"}, "events[0].occurrence"),
        ({"occurrence": "1" * 20}, "events[0].occurrence"),
        ({"category": 1}, "events[0].category"),
        ({"tapped_at": "2026-11-22T12:00:00"}, "events[0].tapped_at"),
        ({"tapped_at": "yesterday"}, "events[0].tapped_at"),
        ({"tapped_at": "0001-01-01T00:00:00+01:00"}, "events[0]"),
        ({"undoes": 1}, "events[0].undoes"),
    ],
)
def test_a_wrong_type_is_told_by_its_field(town: Town, changed: dict[str, Any], field: str) -> None:
    status, answer = send(town, event(town, **changed))
    assert (status, answer["status"], answer["field"]) == (422, 422, field)
    assert answer["detail"]
    assert answer["title"]
    assert town.totals() == {}


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"\xff\xfe", 400), (b"[]", 422), (b"{}", 422), (b"null", 422)],
)
def test_a_body_that_is_no_list_of_events(town: Town, body: bytes, status: int) -> None:
    found, answer = raw(town, body)
    assert (found, answer["status"]) == (status, status)


def test_a_thousand_events_and_no_more(town: Town) -> None:
    events = [event(town) for _number in range(1001)]
    assert send(town, *events)[0] == 413
    assert town.totals() == {}
    assert send(town, *events[1:])[1]["totals"] == {str(town.today): {"adult": 1000}}


def test_the_greatest_numbers_do_no_harm(town: Town) -> None:
    big = event(town, occurrence="9" * 19)
    many = event(town, n=10**30)
    _status, answer = send(town, big, many)
    assert [one["code"] for one in answer["rejected"]] == ["unknown-occurrence", "too-many"]
    client = town.app.test_client()
    headers = town.token(Role.LEADER)
    assert client.get(f"{COUNTS}/{2**63 - 1}", headers=headers).status_code == 404
    assert client.get(f"{COUNTS}/{2**63}", headers=headers).status_code == 404


def test_the_same_key_and_body_have_the_same_answer(town: Town) -> None:
    one = event(town)
    first = send(town, one, Idempotency_Key="k")
    town_counts_on(town)
    assert send(town, one, Idempotency_Key="k") == first
    assert first[1]["totals"] == {str(town.today): {"adult": 1}}
    status, answer = send(town, event(town), Idempotency_Key="k")
    assert (status, answer["status"]) == (422, 422)
    assert town.totals() == {"adult": 2}


def town_counts_on(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    browser.post(BOARD, press="adult:1")


def test_a_key_is_its_owners_and_lasts_a_day(town: Town) -> None:
    one = event(town)
    send(town, one, Idempotency_Key="k")
    other = event(town)
    assert send(town, other, role=Role.LEADER, Idempotency_Key="k")[0] == 200
    town.clock.advance(seconds=KEPT_FOR.total_seconds())
    assert send(town, other, Idempotency_Key="k")[0] == 422
    town.clock.advance(seconds=1)
    assert send(town, other, Idempotency_Key="k")[0] == 200


def test_a_request_that_fails_does_not_use_its_key_up(town: Town) -> None:
    assert send(town, event(town, n="1"), Idempotency_Key="k")[0] == 422
    assert send(town, event(town), Idempotency_Key="k")[0] == 200


def test_a_cookie_needs_the_csrf_token_and_a_bearer_token_does_not(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    body = {"events": [event(town)]}
    answer = browser.client.post(COUNTS, json=body)
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)
    assert browser.api(COUNTS, body).status_code == 200
    assert town.totals() == {"adult": 1}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "occurrences"), ("POST", "counts"), ("GET", "openapi.json")]
)
def test_strangers_get_401(town: Town, headers: dict[str, str], method: str, path: str) -> None:
    client = town.app.test_client()
    answer = client.open(f"/stovner/api/{path}", method=method, headers=headers)
    assert (answer.status_code, answer.mimetype) == (401, PROBLEM)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_who_only_looks_counts_nothing(town: Town) -> None:
    assert send(town, event(town), role=Role.VIEWER)[0] == 403


def test_totals_for_polling(town: Town) -> None:
    send(town, event(town, n=3))
    browser = town.browser(Role.COUNTER)
    answer = browser.client.get(f"{COUNTS}/{town.today}")
    assert answer.get_json() == {"totals": {"adult": 3}}
    other = browser.client.get(f"{COUNTS}/{town.other_day}")
    assert (other.status_code, other.mimetype) == (403, PROBLEM)
    assert browser.client.get(f"{COUNTS}/17").status_code == 404


def test_occurrences_of_a_period(town: Town) -> None:
    send(town, event(town))
    headers = town.token(Role.VIEWER)
    client = town.app.test_client()
    answer = client.get("/stovner/api/occurrences?from=2026-11-22&to=2026-11-29", headers=headers)
    days = answer.get_json()
    assert {(day["activity"], day["status"]) for day in days[:2]} == {
        ("familiesenter", "held"),
        ("babytreff", "planned"),
    }
    assert [day["activity"] for day in days[2:]] == ["familiesenter"]
    mine = next(day for day in days if day["id"] == str(town.today))
    assert mine == {
        "id": str(town.today),
        "activity": "familiesenter",
        "place": "hvitt-hus",
        "starts": "2026-11-22T11:00:00+01:00",
        "ends": "2026-11-22T16:00:00+01:00",
        "status": "held",
    }
    today = client.get("/stovner/api/occurrences", headers=headers).get_json()
    assert len(today) == 2


def test_a_counter_sees_the_days_of_her_own_activities(town: Town) -> None:
    first = TODAY - timedelta(days=1)
    answer = town.app.test_client().get(
        f"/stovner/api/occurrences?from={first}&to=2026-12-31", headers=town.token(Role.COUNTER)
    )
    assert [day["activity"] for day in answer.get_json()] == ["familiesenter"] * 3


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=x", "from"), ("to=31.12.2026", "to"), ("from=2026-11-22&to=2026-11-21", "to")],
)
def test_dates_that_are_none(town: Town, query: str, field: str) -> None:
    answer = town.app.test_client().get(
        f"/stovner/api/occurrences?{query}", headers=town.token(Role.VIEWER)
    )
    assert (answer.status_code, answer.get_json()["field"]) == (422, field)
    assert answer.mimetype == PROBLEM


def test_the_description_names_every_address(town: Town) -> None:
    browser = town.browser(Role.VIEWER)
    described = json.loads(browser.client.get("/stovner/api/openapi.json").data)
    assert described["servers"] == [{"url": "/stovner"}]
    rules = {
        str(rule).replace("/<district>", "").replace("<int:", "{")
        for rule in town.app.url_map.iter_rules()
        if str(rule).startswith("/<district>/api/") and not str(rule).endswith("openapi.json")
    }
    assert set(described["paths"]) == {rule.replace(">", "}") for rule in rules}
    schemas = described["components"]["schemas"]
    assert schemas["EventIn"]["properties"]["n"] == {"type": "integer"}


def test_saving_takes_few_statements(town: Town) -> None:
    """Besides sign-in and gate: the day, the events, the totals, and reading the totals."""
    headers = town.token(Role.DISTRICT_ADMIN)
    client = town.app.test_client()
    client.post(COUNTS, json={"events": [event(town)]}, headers=headers)
    with town.statements() as statements:
        client.post(COUNTS, json={"events": [event(town), event(town)]}, headers=headers)
    counting = [one for one in statements if "occurrence" in one or "count_" in one]
    assert len(counting) <= 4
    assert len(statements) <= 8
