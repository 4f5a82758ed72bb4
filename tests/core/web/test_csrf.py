"""A check that is remembered is no weaker than one that is made anew."""

from collections.abc import Mapping

import pytest

from core.accounts.roles import Role
from tests.core.web.counter_kit import Browser, Town, town

__all__ = ["town"]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
COUNTS = "/stovner/api/counts"
SECURE = {"X-Forwarded-Proto": "https"}
OWN = {"Referer": "https://localhost/stovner/count/"}


@pytest.fixture
def counter(town: Town) -> Browser:
    """Somebody whose token has been found right."""
    browser = town.browser(Role.COUNTER)
    browser.get("/stovner/account")
    assert _tap(browser) == 200
    return browser


def _tap(browser: Browser, token: str | None = None, **headers: str) -> int:
    sent = {"X-CSRFToken": token or browser.hidden["csrf_token"], **headers}
    return browser.client.post(COUNTS, json={"events": []}, headers=sent).status_code


def test_the_same_token_is_right_again(counter: Browser) -> None:
    assert _tap(counter) == 200


@pytest.mark.parametrize("wrong", ["altered", "cut", "another's"])
def test_another_token_is_not(town: Town, counter: Browser, wrong: str) -> None:
    right = counter.hidden["csrf_token"]
    other = town.browser(Role.LEADER)
    other.get("/stovner/account")
    tokens = {"altered": f"{right}x", "cut": right[:-1], "another's": other.hidden["csrf_token"]}
    assert _tap(counter, tokens[wrong]) == 400
    assert _tap(counter) == 200


def test_another_browsers_token_that_is_right_there(town: Town, counter: Browser) -> None:
    other = town.browser(Role.LEADER)
    other.get("/stovner/account")
    assert _tap(other) == 200
    assert _tap(counter, other.hidden["csrf_token"]) == 400


def test_to_look_with_a_wrong_token_makes_it_no_better(counter: Browser) -> None:
    wrong = {"X-CSRFToken": "wrong", "Content-Type": "application/json"}
    assert counter.client.get("/stovner/account", headers=wrong).status_code == 200
    assert _tap(counter, "wrong") == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OWN, 200),
        ({}, 400),
        ({"Referer": "https://evil.example/stovner/count/"}, 400),
    ],
)
def test_over_a_secure_line_the_page_before_is_looked_at_each_time(
    counter: Browser, headers: Mapping[str, str], status: int
) -> None:
    assert _tap(counter, **SECURE, **OWN) == 200
    assert _tap(counter, **{**SECURE, **headers}) == status


def test_without_a_sign_in_it_opens_nothing(town: Town, counter: Browser) -> None:
    stranger = town.browser()
    stranger.get("/sign-in")
    token = counter.hidden["csrf_token"]
    assert _tap(stranger, token) in {400, 401}
