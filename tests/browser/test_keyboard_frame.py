"""By keyboard alone: the way past the menus, the menus, the summaries of errors."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.support.browser import DESKTOP, PHONE
from tests.support.keyboard import SitDown

# Forms that are sent as they stand, and the field that is then named
FORMS = [
    ("leader", "activities/new", "Lag tilbudet", "^Navn"),
    ("leader", "activities/familiesenter/plan", "Se datoene", "^(Ukedager|Mandag)"),
    ("leader", "activities/familiesenter/plan/day", "Legg til dagen", "^Dato"),
    ("leader", "activities/familiesenter/devices", "Lag en kode", "enheten"),
    ("leader", "people/new", "Lagre personen", "^Navn"),
    ("district-admin", "places/new", "Lagre lokalet", "^Navn"),
    ("district-admin", "organisations/new", "Lagre organisasjonen", "^Navn"),
    ("district-admin", "settings/users/new", "Lagre brukeren", "^Rolle|^Navn"),
    ("district-admin", "calendar/notes", "Legg til dagene", "^Navn"),
    ("district-admin", "account", "Bytt passord", "passord"),
]


def test_a_form_that_cannot_be_sent_leads_to_its_field(at_the_keyboard: SitDown) -> None:
    sat_down = {role: at_the_keyboard(role) for role in ("leader", "district-admin")}
    for role, path, button, field in FORMS:
        keys = sat_down[role]
        keys.page.goto(f"/stovner/{path}")
        keys.send(button)
        expect(keys.page.locator(".ds-error-summary"), path).to_be_focused()
        keys.to("link", field)
        keys.press("Enter")
        assert keys.page.evaluate(
            "document.activeElement.matches(location.hash) && location.hash.length > 1"
        ), path


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_way_past_the_menus_and_out_again(
    at_the_keyboard: SitDown, viewport: ViewportSize
) -> None:
    keys = at_the_keyboard("leader", viewport)
    page = keys.page
    keys.to("link", "^Hopp til innholdet$")
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    keys.tab()
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")

    menu = page.locator(".menu-panel")
    keys.unfold("Lena Leder")
    expect(menu).to_be_visible()
    keys.to("button", "^Logg ut$")
    keys.to("DisclosureTriangle", "Lena Leder", back=True)
    keys.press("Space")
    expect(menu).to_be_hidden()
    keys.unfold("Lena Leder")
    keys.send("^Logg ut$")
    assert page.url.endswith("/sign-in")
