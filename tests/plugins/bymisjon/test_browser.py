"""By keyboard on a phone: the leisure contact logs a week, sees it, corrects it, takes it back."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_keyboard_days import says
from tests.support.browser import PHONE, assert_accessible, looked_at
from tests.support.keyboard import SitDown

HOME = "/stovner/bymisjon"


def entries(page: Page) -> Locator:
    """What has been entered in the week, the latest first."""
    return page.locator("section", has=page.get_by_role("heading", name="Dette er ført")).locator(
        "li"
    )


def test_a_week_is_logged_seen_corrected_and_taken_back(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("leisure-contact", PHONE)
    page = keys.page
    page.goto(f"{HOME}/")
    expect(page.locator("h1")).to_have_text(re.compile(r"^Uke \d+, \d{4}$"))
    assert_accessible(page)

    keys.send("^Lagre i uke")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    assert_accessible(page)
    keys.to("link", "Skriv hvor mange du snakket med")
    keys.press("Enter")
    assert keys.at() == ("textbox", "Kontakter"), "the sentence leads to its field"
    keys.type("23")
    keys.fill("^Utdelte flyers", "7")
    keys.fill("^Merknad", "Regn, men mye folk")
    keys.send("^Lagre i uke")
    says(page, "Det er lagret i uke")
    expect(entries(page)).to_have_count(1)
    expect(entries(page).first).to_contain_text("+23 kontakter, +7 flyers")
    expect(entries(page).first).to_contain_text("Regn, men mye folk")
    looked_at(page, "bymisjon-log")

    keys.unfold("Rett uka")
    keys.fill("^Kontakter", "21")
    keys.fill("^Hvorfor", "To er telt to ganger")
    keys.send("Lagre rettingen")
    says(page, "er rettet")
    expect(entries(page).first).to_contain_text("-2 kontakter")
    for left in (1, 0):
        keys.send("^Ta tilbake")
        says(page, "Det er tatt tilbake.")
        expect(page.get_by_role("button", name=re.compile("^Ta tilbake"))).to_have_count(left)


def test_its_other_pages_are_clean_on_a_phone_and_a_desk(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("leisure-contact", PHONE)
    page = keys.page
    for name in ("figures?year=2024", "stands", "things", "import"):
        page.goto(f"{HOME}/{name}")
        looked_at(page, f"bymisjon-{name.partition('?')[0]}")
        keys.walk()
    page.goto(f"{HOME}/things")
    page.get_by_role("combobox", name="Hva er det?").fill("Plakat")
    keys.fill("^Hvor mange", "50")
    keys.send("^Så mange fikk vi inn")
    page.goto(f"{HOME}/stands")
    page.get_by_role("link", name="Åpne standen").first.click()
    expect(page.get_by_role("heading", name="Hvem som står der")).to_be_visible()
    looked_at(page, "bymisjon-stand")
    box = page.get_by_role("textbox", name="Hvor mange gikk med").first
    box.fill("ti")
    page.get_by_role("checkbox").first.check()
    keys.send("Lagre lista")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    expect(box).to_have_value("ti")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    looked_at(page, "bymisjon-stand-refused")
