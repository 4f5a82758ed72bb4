"""Pages that answer about bookings, which no link leads to: axe, width and keyboard."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.test_bookings import FREE_CHECK, sunday
from tests.support.browser import DESKTOP, PHONE, OpenPage, assert_accessible, sign_in
from tests.support.keyboard import Keyboard

LOOKS = pytest.mark.parametrize(("viewport", "number"), [(DESKTOP, 0), (PHONE, 1)])


def checked(page: Page) -> None:
    """As every page that a link leads to is."""
    assert_accessible(page)
    Keyboard(page).walk()


@LOOKS
def test_the_holder_is_asked_and_gives_up_the_date(
    open_page: OpenPage, viewport: ViewportSize, number: int
) -> None:
    day = sunday() + timedelta(weeks=3 + number)
    page = open_page(viewport)
    sign_in(page, "coordinator")
    where = f"activity=foreldrekafe&place=hvitt-hus-stue&day={day}&starts=15:00&ends=18:00"
    page.goto(f"/stovner/bookings/new?{where}")
    page.get_by_role("button", name=FREE_CHECK).click()
    ask = page.locator("form[action*='/ask/']").first
    address = ask.get_attribute("action") or ""
    checked(page)
    ask.get_by_role("button", name="om tiden").click()
    expect(page.get_by_text("er spurt")).to_be_visible()
    checked(page)

    holder = open_page(viewport)
    sign_in(holder, "leader")
    holder.goto(address.replace("/ask/", "/give-up/"))
    checked(holder)
    holder.get_by_role("button", name="Gi fra deg tiden").click()
    expect(holder.get_by_text("andre kan booke den")).to_be_visible()
    checked(holder)
