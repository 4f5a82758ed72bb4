"""The weekly log from a file: what is refused, all or nothing, undone, and no visit ever."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.calendar.weeks import Week
from core.spreadsheets import Code
from plugins.bymisjon.reading import NO_SUCH_WEEK, NOT_COME, WeekLine, parse
from tests.plugins.bymisjon.conftest import CSV, TODAY, FamilyDay
from tests.support.stovner import Browser

HEAD = "år,uke,kontakter,utdelt_flyers,merknad\n"
IMPORT = "/stovner/bymisjon/import"
VISITS = ("visits", "opening_days", "visits_adult", "visits_child", "unique")
EXPECTED = {
    "contacts": 646,
    "flyers": 775,
    "weeks": 25,
    "contacts_per_week_with_family_day": 27.0,
    "contacts_per_week_without": 25.4,
}


def upload(browser: Browser, content: bytes, name: str = "logg.csv") -> str:
    browser.get(IMPORT)
    answer = browser.post(IMPORT, file=(io.BytesIO(content), name))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def excel(content: str) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in content.splitlines():
        sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("note", "marked"),
    [
        ("Familiedag", True),
        ("FAMILIEDAG på senteret, sikkert 40 innom, nesten tomt for flyers", True),
        ("Ingen familiedag", False),
        ("familiedag avlyst", False),
        ("Familiedagen ble avlyst.", False),
        ("Familiedag utsatt", False),
        ("neste uke: familiedag", False),
        ("uten familiedag", False),
        ("ikke familiedag", False),
        ("Regn", False),
        (None, False),
    ],
)
def test_a_week_is_marked_where_the_note_says_there_was_a_family_day(
    note: str | None, marked: bool
) -> None:
    assert WeekLine(2, Week(2024, 2), 38, 0, note).stand is marked


def test_the_year_comes_out_by_week_and_again_adds_nothing(family_day: FamilyDay) -> None:
    assert family_day.imported(CSV).exit_code == 0
    assert "contacts" not in family_day.figures(), "a look saves nothing"
    assert family_day.imported(CSV, "--commit").exit_code == 0
    assert EXPECTED.items() <= family_day.figures().items()
    again = family_day.imported(CSV, "--commit")
    assert "Nothing to add" in again.stdout
    assert EXPECTED.items() <= family_day.figures().items()


@pytest.mark.parametrize("kind", ["semicolon-cp1252", "xlsx"])
def test_every_way_to_send_it_is_the_same(family_day: FamilyDay, tmp_path: Path, kind: str) -> None:
    text = CSV.read_text(encoding="utf-8")
    content = excel(text) if kind == "xlsx" else text.replace(",", ";").encode("cp1252")
    file = tmp_path / "logg"
    file.write_bytes(content)
    assert family_day.imported(file, "--commit").exit_code == 0
    assert EXPECTED.items() <= family_day.figures().items()


def totals(family_day: FamilyDay) -> list[str]:
    """What every page with visits says, and the API."""
    admin = family_day.browser("district-admin")
    pages = ("/stovner/", "/stovner/figures/", "/stovner/activities/familiedag")
    counted = re.compile(r"<td[^>]*>[\d\s ]+</td>|\d+ besøk|stat-value[^<]*<")
    found = [text for page in pages for text in counted.findall(admin.get(page).text)]
    year = admin.get("/stovner/figures/familiedag?from=2024-01-01&to=2024-12-31").text
    found.append(str("Ingen besøk er telt i denne perioden" in year))
    days = admin.get("/stovner/figures/familiedag/days.csv?from=2024-01-01&to=2024-12-31").text
    return [*found, days]


def test_contacts_and_flyers_are_in_no_visit_total(family_day: FamilyDay) -> None:
    before, figures = totals(family_day), family_day.figures()
    assert family_day.imported(CSV, "--commit").exit_code == 0
    assert totals(family_day) == before
    assert {key: family_day.figures()[key] for key in VISITS} == {k: figures[k] for k in VISITS}
    assert family_day.run("statistics", "verify").exit_code == 0
    page = family_day.browser("leader").get(
        "/stovner/figures/familiedag?from=2024-01-01&to=2024-12-31"
    )
    assert "Ukeloggen" in page.text


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2024,54,5,5,", NO_SUCH_WEEK),
        ("2025,53,5,5,", NO_SUCH_WEEK),
        ("2024,0,5,5,", NO_SUCH_WEEK),
        ("2024,8,-3,5,", Code.NEGATIVE),
        ("2024,8,3.5,5,", Code.FRACTION),
        ("2024,8,ca. 40,5,", Code.NOT_A_NUMBER),
        ("2024,8,,5,", Code.MISSING),
        ("2024,8,4,,", Code.MISSING),
        ("2026,48,5,5,", NOT_COME),
        ("2024,8,999999,5,", Code.TOO_MANY),
    ],
)
def test_an_impossible_line_is_named_and_nothing_is_saved(
    family_day: FamilyDay, tmp_path: Path, line: str, code: str
) -> None:
    content = f"{HEAD}2024,7,3,5,\n{line}\n"
    assert [(one.line, one.code) for one in parse(content.encode(), TODAY).problems] == [(3, code)]
    file = tmp_path / "logg.csv"
    file.write_text(content, encoding="utf-8")
    for more in ((), ("--commit",)):
        refused = family_day.imported(file, *more)
        assert refused.exit_code == 1
        assert "line 3:" in refused.stderr
    assert "contacts" not in family_day.figures()


def test_week_53_and_this_week_can_be_saved() -> None:
    found = parse(f"{HEAD}2020,53,5,5,\n2026,47,5,5,\n".encode(), TODAY)
    assert [line.week for line in found.lines] == [Week(2020, 53), Week(2026, 47)]
    assert not found.problems


def test_a_week_on_two_lines(family_day: FamilyDay, tmp_path: Path) -> None:
    file = tmp_path / "logg.csv"
    file.write_text(f"{HEAD}2024,7,3,5,\n2024,7,3,5,\n", encoding="utf-8")
    assert "2024-W07 is on lines 2 and 3" in family_day.imported(file, "--commit").stdout
    assert family_day.figures()["contacts"] == 3
    file.write_text(f"{HEAD}2024,8,3,5,\n2024,8,4,5,\n", encoding="utf-8")
    assert family_day.imported(file, "--commit").exit_code == 1
    assert family_day.imported(file, "--commit", "--keep", "3").exit_code == 0
    assert family_day.figures()["contacts"] == 7


def test_other_numbers_than_those_saved_wait_for_a_decision(
    family_day: FamilyDay, tmp_path: Path
) -> None:
    file = tmp_path / "logg.csv"
    file.write_text(f"{HEAD}2024,7,3,5,\n", encoding="utf-8")
    assert family_day.imported(file, "--commit").exit_code == 0
    file.write_text(f"{HEAD}2024,7,9,5,\n", encoding="utf-8")
    assert family_day.imported(file, "--commit").exit_code == 1
    assert family_day.figures()["contacts"] == 3
    assert family_day.imported(file, "--commit", "--keep", "2").exit_code == 0
    assert family_day.figures()["contacts"] == 9


def test_the_leisure_contact_uploads_looks_saves_and_undoes(family_day: FamilyDay) -> None:
    browser = family_day.browser()
    preview = upload(browser, CSV.read_bytes(), CSV.name)
    assert "646 kontakter" in browser.get(preview).text
    assert "contacts" not in family_day.figures()
    assert browser.post(preview).status_code == 303
    assert EXPECTED.items() <= family_day.figures().items()
    undo = re.findall(r'action="(/stovner/bymisjon/import/undo/\d+)"', browser.get(IMPORT).text)[0]
    assert browser.post(undo).status_code == 303
    assert "contacts" not in family_day.figures()
    assert browser.post(upload(browser, CSV.read_bytes())).status_code == 303
    assert EXPECTED.items() <= family_day.figures().items()


def test_a_doubt_is_decided_on_the_page(family_day: FamilyDay) -> None:
    browser = family_day.browser()
    browser.post(upload(browser, f"{HEAD}2024,7,3,5,\n".encode()))
    preview = upload(browser, f"{HEAD}2024,7,9,5,\n2024,8,1,1,\n2024,8,2,1,\n".encode())
    assert browser.post(preview).status_code == 422
    decided = {"decide-2024-W07": "2", "decide-2024-W08": "4"}
    assert browser.post(preview, **decided).status_code == 303
    assert family_day.figures()["contacts"] == 11


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04 not really", b"a;b\n1;2\n"])
def test_a_file_that_cannot_be_read_gets_a_sentence(family_day: FamilyDay, content: bytes) -> None:
    browser = family_day.browser()
    browser.get(IMPORT)
    answer = browser.post(IMPORT, file=(io.BytesIO(content), "x.xlsx"))
    if answer.status_code == 303:
        assert "Ingen overskrift er funnet" in browser.get(answer.headers["Location"]).text
    else:
        assert answer.status_code == 422


LINES = st.lists(
    st.tuples(st.integers(1, 47), st.integers(0, 500), st.integers(0, 500)),
    unique_by=lambda line: line[0],
    min_size=1,
    max_size=20,
)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(LINES, st.integers(2001, 2025))
def test_any_log_is_what_was_written_and_goes_as_one(
    family_day: FamilyDay, lines: list[tuple[int, int, int]], year: int
) -> None:
    period = ("--from", f"{year}-01-01", "--to", f"{year}-12-31")
    content = HEAD + "".join(f"{year},{week},{n},{m},\n" for week, n, m in lines)
    browser = family_day.browser()
    assert browser.post(upload(browser, content.encode())).status_code == 303
    figures = family_day.figures(*period)
    assert figures["contacts"] == sum(n for _week, n, _m in lines)
    assert figures["flyers"] == sum(m for _week, _n, m in lines)
    undo = re.findall(r'action="(/stovner/bymisjon/import/undo/\d+)"', browser.get(IMPORT).text)
    family_day.stovner.clock.advance(minutes=1)
    assert browser.post(undo[0]).status_code == 303
    assert "contacts" not in family_day.figures(*period)
