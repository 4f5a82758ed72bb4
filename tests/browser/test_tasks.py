"""The tasks of each role in a real browser: with and without a script, network and mouse."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser import (
    DESKTOP,
    PHONE,
    Complaints,
    OpenPage,
    assert_accessible,
    sign_in,
)


def total(page: Page, category: str) -> int:
    """What the counter shows for a category."""
    return int(page.locator(f"[data-total-for={category}]").first.inner_text())


def tab_to(page: Page, name: str) -> None:
    """Go on with the keyboard until the element with this name has the focus."""
    pattern = re.compile(name)
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => (document.activeElement.getAttribute('aria-label') || "
            "document.activeElement.innerText || document.activeElement.name || '').trim()"
        )
        if pattern.search(found):
            return
    raise AssertionError(f"the keyboard does not reach {name}")


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


def test_a_whole_day_is_counted_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    page.goto("/sign-in")
    tab_to(page, "email")
    page.keyboard.type("counter@stovner.example")
    page.keyboard.press("Tab")
    page.keyboard.type("the demo of the tests")
    page.keyboard.press("Enter")
    page.wait_for_url("**/count/**")
    before = total(page, "adult")
    tab_to(page, "[Vv]oksen til|[Vv]oksen mer|En voksen")
    page.keyboard.press("Enter")
    expect(page.locator("[data-total-for=adult]").first).not_to_have_text(str(before))


def test_a_leader_plans_corrects_and_pairs_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(DESKTOP)
    sign_in(page, "leader")
    page.goto("/stovner/activities/familiesenter/plan/day")
    tab_to(page, "^day$")
    page.keyboard.type("02022026")
    tab_to(page, "^starts$")
    page.keyboard.type("1500")
    tab_to(page, "^ends$")
    page.keyboard.type("1900")
    tab_to(page, "Legg til dagen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dagen er lagt til.")).to_be_visible()
    page.goto("/stovner/activities/familiesenter/days/2026-02-02-1500")
    tab_to(page, "^adult$")
    page.keyboard.type("4")
    tab_to(page, "^child$")
    page.keyboard.type("6")
    tab_to(page, "Lagre tallene")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tallene er lagret.")).to_be_visible()
    page.goto("/stovner/activities/familiesenter/devices")
    tab_to(page, "^label$")
    page.keyboard.type("Telefonen i døra")
    page.keyboard.press("Enter")
    expect(page.locator("svg.qr, .qr svg, main svg").first).to_be_visible()
    assert_accessible(page)


def test_an_administrator_switches_a_plugin_off_and_on(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    sign_in(page, "admin")
    page.goto("/grorud/settings/plugins/rodekors/switch")
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("er slått på")).to_be_visible()
    page.goto("/grorud/settings/plugins/rodekors/switch")
    assert_accessible(page)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("er slått av")).to_be_visible()
