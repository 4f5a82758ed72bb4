"""By keyboard alone: a spreadsheet in, figures out."""

import csv
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.browser.test_keyboard_days import says
from tests.support.browser import PHONE, assert_accessible
from tests.support.keyboard import Keyboard, SitDown

SPREADSHEET = Path(__file__).parents[1] / "plugins/rodekors/data/rodekors-besok-2022-2023.xlsx"
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


def test_another_period_its_table_and_its_files(at_the_keyboard: SitDown, tmp_path: Path) -> None:
    keys = at_the_keyboard("viewer", PHONE)
    page = keys.page
    keys.follow("^Tall$")
    keys.follow("^Familiesenteret$")
    keys.unfold("Det samme som tabell")
    expect(page.locator("figure").first.get_by_role("table")).to_be_visible()
    keys.date("Fra og med", "2022-10-01")
    keys.date("Til og med", "2022-10-31")
    keys.send("Vis perioden")
    expect(page.get_by_text("01.10.2022 – 31.10.2022")).to_be_visible()

    excel, text = tmp_path / "days.xlsx", tmp_path / "days.csv"
    keys.download("^Excel$").save_as(excel)
    keys.download("^CSV$").save_as(text)
    sheet = openpyxl.load_workbook(excel).worksheets[0]
    with text.open(encoding="utf-8-sig", newline="") as lines:
        assert sheet.max_row == len(list(csv.reader(lines, delimiter=";"))) > 10


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
    says(page, "156 dager er lagret.")
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
    says(page, "2 dager er lagret.")
    undo(keys, "tvil.csv")
    look_at(keys, doubtful)
    keys.choose("7 voksne")
    keys.choose("De som er lagret")
    keys.send("Lagre dagene")
    says(page, "1 dag er lagret.")
