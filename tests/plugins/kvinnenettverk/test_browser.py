"""The board in a real browser, without a script. The whole year is in tests/browser."""

from playwright.sync_api import expect

from tests.support.browser import PHONE, OpenPage, sign_in

HOME = "/stovner/kvinnenettverk"


def test_the_board_works_without_a_script(open_page: OpenPage) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, "coordinator")
    page.goto(f"{HOME}/")
    page.locator("li.day-row").first.get_by_role("link").first.click()
    page.get_by_role("button", name="Den er sendt eller skrevet ut").click()
    expect(page.locator("main")).to_contain_text("Ute siden")
