"""By keyboard alone: evaluate an offer, write its story, decide; and every page on a phone."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import DESKTOP, PHONE, OpenPage, assert_accessible, sign_in
from tests.support.keyboard import SitDown

# The program with its demo, not the fixtures of this folder
OFFERS = "/stovner/vurdering/offers/"
PAGES = (
    "/stovner/vurdering/",
    "/stovner/vurdering/stopped",
    f"{OFFERS}foreldrekafe",
    f"{OFFERS}fedregruppe",
    f"{OFFERS}foreldrekafe/evaluation",
    f"{OFFERS}foreldrekafe/evaluation/print",
    f"{OFFERS}foreldrekafe/decide",
)


@pytest.mark.parametrize("look", ["phone", "desktop"])
def test_every_page_is_for_everybody(open_page: OpenPage, look: str) -> None:
    page = open_page(PHONE if look == "phone" else DESKTOP)
    sign_in(page, "coordinator")
    for path in PAGES:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert_accessible(page)


def test_evaluate_and_decide(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("coordinator")
    page = keys.page
    keys.follow("^Tilbud$")
    keys.follow("^Foreldrekafé$")
    keys.follow("^Vurdering og beslutning$")
    keys.follow("^Vurder$")
    keys.fill("En hverdagshistorie", "Ring 41 23 45 67, så forteller hun.")
    keys.send("Lagre historien")
    expect(page.get_by_role("alert")).to_contain_text("Ta ut telefonnummeret")
    keys.fill("En hverdagshistorie", "En mor ble igjen for å rydde, og kom tilbake uka etter.")
    keys.send("Lagre historien")
    expect(page.get_by_text("Historien er lagret.")).to_be_visible()
    keys.follow("^Beslutt$")
    keys.choose("^Fortsetter$")
    keys.fill("Hvorfor", "Det kommer nye hver uke.")
    keys.send("Lagre beslutningen")
    keys.follow_to_field("Vurderes igjen")
    keys.press("Shift+Tab")
    keys.date("Vurderes igjen", "2035-05-01")
    keys.send("Lagre beslutningen")
    expect(page.get_by_text("Beslutningen er lagret")).to_be_visible()
    expect(page.get_by_text("Det kommer nye hver uke.")).to_be_visible()
    expect(page.get_by_text("01.05.2035")).to_be_visible()
    expect(page.get_by_text("Kari Koordinator, leder")).to_be_visible()
    assert_accessible(page)
