"""By keyboard alone: those on duty are counted, a spreadsheet comes in, the plugin is switched."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_keyboard_days import counted, saved, says
from tests.browser.test_keyboard_registers import settings
from tests.support.browser import PHONE, assert_accessible
from tests.support.keyboard import Keyboard, SitDown

SPREADSHEET = Path(__file__).parent / "data" / "rodekors-besok-2022-2023.xlsx"
DOUBTFUL = "dato;voksne;barn\n04.09.2022;1;1\n06.02.2023;7;8\n06.02.2023;17;18\n"


def look_at(keys: Keyboard, file: Path) -> None:
    """Choose the file and see what would be saved."""
    keys.upload("^Regneark$", file)
    keys.send("Se på fila")
    expect(keys.page.locator("h1")).to_have_text("Det som blir lagret")


def undo(keys: Keyboard, label: str) -> None:
    """Take an import back."""
    keys.unfold(f"Angre {label}")
    keys.send("Angre importen")
    says(keys.page, "Importen er angret.")


def test_those_on_duty_are_counted(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("counter", PHONE)
    keys.tap("^Én til: Frivillige på vakt$")
    saved(keys.page)
    keys.page.reload()
    expect(counted(keys.page, "volunteer")).to_have_text("1")


def test_a_form_sent_without_a_file_leads_to_its_field(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("leader")
    keys.page.goto("/stovner/rodekors/import")
    keys.send("Se på fila")
    expect(keys.page.locator(".ds-error-summary")).to_be_focused()
    keys.follow_to_field("^Regneark")


def test_a_spreadsheet_is_imported_undone_and_imported_again(
    at_the_keyboard: SitDown, tmp_path: Path
) -> None:
    keys = at_the_keyboard("leader")
    page = keys.page
    keys.follow("^Tilbud$")
    keys.follow("^Familiesenteret$")
    keys.follow("^Import$")
    undo(keys, "Sluttrapporten")  # the demo's own year

    look_at(keys, SPREADSHEET)
    expect(page.get_by_text("Ført to ganger")).to_be_visible()
    keys.unfold("Hver dag med tallene")
    expect(page.get_by_role("table")).to_be_visible()
    keys.send("Lagre dagene")
    says(page, "Lagret: 156 dager.")
    look_at(keys, SPREADSHEET)
    expect(page.get_by_text("Ingenting å legge til")).to_be_visible()
    keys.follow("Send en annen fil")

    doubtful = tmp_path / "tvil.csv"
    doubtful.write_text(DOUBTFUL)
    look_at(keys, doubtful)
    keys.choose("17 voksne")
    keys.choose("De i fila")
    assert_accessible(page)
    keys.send("Lagre dagene")
    says(page, "Lagret: 2 dager.")
    undo(keys, "tvil.csv")
    look_at(keys, doubtful)
    keys.choose("7 voksne")
    keys.choose("De som er lagret")
    keys.send("Lagre dagene")
    says(page, "Lagret: 1 dag.")


def test_a_plugin_is_looked_over_switched_off_on_and_set(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("district-admin")
    page = keys.page
    settings(keys, "Tilleggsmoduler")
    keys.follow("^Slå av .*[Ff]amiliesenter")
    expect(page.get_by_text("Dette forsvinner")).to_be_visible()
    keys.send("^Slå av")
    keys.follow("^Slå på .*[Ff]amiliesenter")
    keys.send("^Slå på")
    keys.follow("^Innstillinger.*[Ff]amiliesenter")
    keys.fill("Første dag i telleåret", "31. september")
    keys.send("Lagre innstillingene")
    expect(page.locator(".ds-error-summary")).to_be_focused()
    keys.follow_to_field("Første dag i telleåret")
    keys.press("Control+A")
    keys.type("09-01")
    keys.send("Lagre innstillingene")
    says(page, "Innstillingene er lagret.")
