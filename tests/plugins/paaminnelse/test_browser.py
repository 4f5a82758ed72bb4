"""A resident asks on a telephone and takes it away again; the two responsible see the list."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import (
    PHONE,
    OpenPage,
    looked_at,
    sign_in,
)

OFFER = "/stovner/denne-uka/foreldrekafe"
ASK = "/stovner/paaminnelse/for/familiesenter/ask"
LIST = "/stovner/paaminnelse/for/familiesenter"


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_a_resident_asks_without_a_script(open_page: OpenPage, language: str) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(f"{ASK}?lang={language}")
    page.fill("[name=email]", "amina")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#email-error")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value("amina")
    page.fill("[name=email]", f"amina-{language}@example.no")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("[role=status]")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value("")


@pytest.mark.parametrize("language", ["nb", "ar"])
def test_the_pages_for_residents(open_page: OpenPage, language: str) -> None:
    page = open_page(PHONE)
    page.goto(f"{ASK}?lang={language}")
    looked_at(page, f"paaminnelse-ask-{language}")
    page.fill("[name=email]", "amina")
    page.locator("main form button[type=submit]").click()
    looked_at(page, f"paaminnelse-wrong-{language}")
    page.goto(f"/stovner/paaminnelse/off/gone?lang={language}")
    looked_at(page, f"paaminnelse-gone-{language}")


def test_the_owner_types_it_in_and_takes_it_away(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, "leader")
    page.goto(LIST)
    page.fill("[name=email]", "fatima@example.no")
    page.get_by_role("button", name="Lagre påminnelsen").click()
    row = page.locator("li.day-row").filter(has_text="fatima@example.no")
    expect(row).to_be_visible()
    looked_at(page, "paaminnelse-list")
    row.get_by_role("button").click()
    expect(page.get_by_text(re.compile("Påminnelsen er fjernet"))).to_be_visible()
    expect(row).to_have_count(0)


def test_others_are_told_whose_list_it_is(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, "coordinator")
    page.goto(LIST)
    expect(page.locator("main")).to_contain_text("Bare den ansvarlige og stedfortrederen")
    looked_at(page, "paaminnelse-others")
