"""The tasks of each role in a real browser: with and without a script and network."""

import re

from playwright.sync_api import Page, expect

from core.plugin_api import PluginHost
from tests.support.browser import (
    PHONE,
    Complaints,
    OpenPage,
    assert_accessible,
    sign_in,
)


def total(page: Page, category: str) -> int:
    """What the counter shows for a category."""
    return int(page.locator(f"[data-total-for={category}]").first.inner_text())


def test_a_volunteer_stands_at_todays_counter_and_a_tap_shows_at_once(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, "counter")
    expect(page.locator("h1")).to_contain_text("Familiesenteret")
    adults, children = total(page, "adult"), total(page, "child")
    page.get_by_role("button", name="1+2", exact=True).click()
    assert (total(page, "adult"), total(page, "child")) == (adults + 1, children + 2)
    expect(page.locator("[data-saving]")).to_contain_text("lagret")
    page.get_by_role("button", name="Angre siste").click()
    assert (total(page, "adult"), total(page, "child")) == (adults, children)
    expect(page.locator("[data-saving]")).to_contain_text("lagret")
    page.reload()
    assert (total(page, "adult"), total(page, "child")) == (adults, children)


def test_taps_without_network_wait_and_are_saved_later(
    open_page: OpenPage, complaints: Complaints
) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    page = open_page(PHONE)
    sign_in(page, "counter")
    before = total(page, "adult")
    page.context.set_offline(True)
    for _ in range(3):
        page.locator(".counter-more").first.click()
    assert total(page, "adult") == before + 3
    expect(page.locator("[data-saving]")).to_contain_text("3 trykk venter")
    page.context.set_offline(False)
    expect(page.locator("[data-saving]")).to_contain_text("lagret")
    page.reload()
    assert total(page, "adult") == before + 3


def test_wifi_that_leads_nowhere_is_no_network(open_page: OpenPage, complaints: Complaints) -> None:
    complaints.expect("ERR_FAILED")
    page = open_page(PHONE)
    sign_in(page, "counter")
    before, closed = total(page, "child"), page.get_by_role("link", name="Stengt i dag")
    page.route("**/*", lambda route: route.abort())
    page.locator(".counter-more").nth(1).click()
    expect(page.locator("[data-saving]")).to_contain_text("1 trykk venter")
    closed.click()  # the counter stays where it is
    expect(page.locator("[data-saving]")).to_contain_text("Dette krever nett.")
    page.unroute("**/*")
    expect(page.locator("[data-saving]")).to_contain_text("lagret")
    assert total(page, "child") == before + 1
    page.reload()
    page.route("**/*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    page.unroute("**/*")
    closed.click()  # there is a way again, so that it is gone at once
    expect(page).to_have_url(re.compile("/close$"))


def test_it_works_without_a_script(open_page: OpenPage) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto("/sign-in")
    page.fill("input[name=email]", "counter@stovner.example")
    page.fill("input[name=password]", "the demo of the tests")
    page.locator("main button[type=submit]").click()
    before = total(page, "child")
    page.locator(".counter-more").nth(1).click()
    assert total(page, "child") == before + 1
    page.get_by_role("button", name="Angre siste").click()
    assert total(page, "child") == before


def test_an_administrator_switches_a_plugin_off_and_on(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, "admin")
    switch = f"/grorud/settings/plugins/{min(PluginHost.discover().names)}/switch"
    page.goto(switch)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("er slått på")).to_be_visible()
    page.goto(switch)
    assert_accessible(page)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("er slått av")).to_be_visible()
