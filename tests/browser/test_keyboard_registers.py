"""By keyboard alone: places, organisations, people and users; feeds and devices."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.test_keyboard_days import says
from tests.support.browser import PHONE, OpenPage, assert_accessible
from tests.support.keyboard import Keyboard, SitDown


def settings(keys: Keyboard, page: str) -> None:
    """Open one of the pages under the settings."""
    keys.follow("^Innstillinger$")
    keys.follow(f"^{page}$")


def find(keys: Keyboard, text: str) -> None:
    """Search in the district from the top of any page."""
    keys.fill("^Søk$", text, "searchbox")
    keys.press("Enter")
    keys.page.wait_for_url("**/search?**")


def test_a_place_is_made_put_right_found_and_archived(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("district-admin")
    page = keys.page
    settings(keys, "Lokaler")
    keys.follow("^Legg til et lokale$")
    keys.select("Ligger i", "Bydels")
    keys.fill("Plass til hvor mange", "0", "spinbutton")
    keys.send("Lagre lokalet")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    keys.follow_to_field("^Navn")
    keys.type("Paviljongen")
    keys.fill("Plass til hvor mange", "30", "spinbutton")
    keys.fill("^Tirsdag", "10–15")
    keys.send("Lagre lokalet")
    says(page, "Paviljongen er lagret.")
    keys.follow("^Endre lokalet$")
    keys.fill("Utstyr", "Prosjektor")
    keys.send("Lagre lokalet")
    find(keys, "pavil")
    keys.follow("^Paviljongen")
    expect(page.get_by_text("Prosjektor")).to_be_visible()
    keys.send("^Arkiver lokalet$")
    says(page, "Paviljongen er arkivert.")
    keys.unfold("arkivert")
    keys.follow("^Paviljongen")
    keys.send("Ta i bruk igjen")
    says(page, "Paviljongen er i bruk igjen.")


def test_an_organisation_and_its_user(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("district-admin")
    page = keys.page
    settings(keys, "Organisasjoner")
    keys.follow("^Legg til en organisasjon$")
    keys.fill("Navn", "Stovner turlag")
    keys.fill("Organisasjonsnummer", "123456789")
    keys.send("Lagre organisasjonen")
    keys.follow_to_field("Organisasjonsnummer")
    keys.press("Control+A", "Delete")
    keys.send("Lagre organisasjonen")
    says(page, "Stovner turlag")
    keys.follow("^Endre organisasjonen$")
    keys.fill("Navn", "Stovner tur- og skilag")
    keys.send("Lagre organisasjonen")

    settings(keys, "Brukere")
    keys.follow("^Legg til en bruker$")
    keys.fill("Navn", "Tor Tur")
    keys.fill("E-post", "tor@turlag.example")
    keys.choose("^Vakt")
    keys.select("Organisasjon", "Stovner tur")
    keys.send("Lagre brukeren")
    expect(page.locator("h1")).to_have_text("Tor Tur kan logge inn nå")
    keys.follow("Jeg har skrevet det ned")
    keys.follow("^Endre rollen")
    keys.choose("^Leder")
    keys.send("Lagre rollen")
    says(page, "Rollen er lagret.")
    keys.follow("^Lukk kontoen$")
    keys.send("^Lukk kontoen$")
    says(page, "Kontoen er lukket.")

    find(keys, "skilag")
    keys.follow("^Stovner tur- og skilag")
    keys.send("^Arkiver organisasjonen$")
    says(page, "Organisasjonen er arkivert")


def test_a_person_is_added_found_and_archived(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("leader", PHONE)
    page = keys.page
    keys.follow("^Personer$")
    keys.follow("^Legg til en person$")
    keys.fill("Navn", "Frida Frivillig")
    keys.fill("Oppgave", "Frivillig på søndager")
    keys.send("Lagre personen")
    says(page, "Frida Frivillig er lagret.")
    keys.follow("^Endre$")
    keys.fill("Telefon", "22 22 55 55")
    keys.send("Lagre personen")
    keys.follow("^Personer$")
    keys.fill("Søk på navn", "søndager", "searchbox")
    keys.press("Enter")
    page.wait_for_url("**/people?q=*")
    keys.follow("^Frida Frivillig$")
    keys.send("^Arkiver$")
    says(page, "Frida Frivillig er arkivert.")


def test_a_feed_gets_a_new_address_and_a_device_is_cut_off(
    at_the_keyboard: SitDown, open_page: OpenPage
) -> None:
    keys = at_the_keyboard("leader", PHONE)
    page = keys.page
    keys.follow("^Tilbud$")
    keys.follow("^Familiesenteret$")
    keys.unfold("Kalender å abonnere på")
    address = page.locator(".long-address").inner_text()
    keys.send("Forny adressen")
    says(page, "Kalenderen har fått ny adresse")
    assert page.locator(".long-address").get_attribute("href") != address

    keys.follow("^Telefoner og nettbrett$")
    keys.fill("kall.* enheten", "Telefonen i døra")
    keys.send("Lag en kode")
    assert_accessible(page)
    code = page.locator(".pairing-code").inner_text()
    phone = Keyboard(open_page(PHONE))
    phone.page.goto("/stovner/pair")
    phone.fill("Kode", code)
    phone.send("Koble til")
    assert urlsplit(phone.page.url).path.startswith("/stovner/count/")
    keys.follow("Tilbake")
    keys.send("^Koble fra Telefonen i døra$")
    says(page, "Telefonen i døra er koblet fra")
