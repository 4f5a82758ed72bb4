"""A null character in an address or a form is bad input, not an error of ours."""

import pytest

from tests.support.stovner import Stovner


@pytest.mark.parametrize(
    "address",
    ["/st%00ovner/", "/stovner/search?q=%00", "/stovner/activities/%00", "/sign-in?next=%00"],
)
def test_in_an_address(stovner: Stovner, address: str) -> None:
    assert stovner.browser("leader").get(address).status_code == 400


def test_in_a_form(stovner: Stovner) -> None:
    browser = stovner.browser("leader")
    browser.get("/stovner/people/new")
    assert browser.post("/stovner/people/new", name="A\x00").status_code == 400
