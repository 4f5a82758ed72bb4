"""By keyboard alone: figures out."""

import csv
from datetime import timedelta
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.browser.test_keyboard_days import today
from tests.support.browser import PHONE
from tests.support.keyboard import SitDown


def test_another_period_its_table_and_its_files(at_the_keyboard: SitDown, tmp_path: Path) -> None:
    first, last = today() - timedelta(weeks=8), today()
    keys = at_the_keyboard("viewer", PHONE)
    page = keys.page
    keys.follow("^Tall$")
    keys.follow("^Foreldrekafé$")
    keys.unfold("Det samme som tabell")
    expect(page.locator("figure").first.get_by_role("table")).to_be_visible()
    keys.date("Fra og med", first.isoformat())
    keys.date("Til og med", last.isoformat())
    keys.send("Vis perioden")
    expect(page.get_by_text(f"{first:%d.%m.%Y} – {last:%d.%m.%Y}")).to_be_visible()

    excel, text = tmp_path / "days.xlsx", tmp_path / "days.csv"
    keys.download("^Excel$").save_as(excel)
    keys.download("^CSV$").save_as(text)
    sheet = openpyxl.load_workbook(excel).worksheets[0]
    with text.open(encoding="utf-8-sig", newline="") as lines:
        assert sheet.max_row == len(list(csv.reader(lines, delimiter=";"))) > 3
