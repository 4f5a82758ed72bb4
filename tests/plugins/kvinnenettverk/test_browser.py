"""The board in a real browser, without a script. The whole year is in tests/browser."""

from playwright.sync_api import expect

from tests.support.browser import PHONE, OpenPage, looked_at, sign_in

HOME = "/stovner/kvinnenettverk"


def test_the_board_works_without_a_script(open_page: OpenPage) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    sign_in(page, "coordinator")
    page.goto(f"{HOME}/")
    page.locator("li.day-row").first.get_by_role("link").first.click()
    page.get_by_role("button", name="Den er sendt eller skrevet ut").click()
    expect(page.locator("main")).to_contain_text("Ute siden")


def test_a_member_is_changed_from_a_filled_form(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, "coordinator")
    page.goto(f"{HOME}/group")
    page.get_by_role("link", name="Endre").first.click()
    role = page.locator("[name=role]")
    expect(role).not_to_have_value("")
    looked_at(page, "kvinnenettverk-member")
    page.get_by_role("link", name="Avbryt").click()
    expect(role).to_have_value("")
