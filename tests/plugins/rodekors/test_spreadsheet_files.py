"""The centre's first year in the two forms it is kept in (reconstructed: data/README.md)."""

import contextlib
import zipfile
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.spreadsheets import Code, Resolved, Twice, Unreadable, UnreadableFile
from plugins.rodekors.spreadsheet import Day, Parsed, parse, read_days_sheet
from tests.plugins.rodekors.test_spreadsheet_duplicates import resolve

DATA = Path(__file__).parent / "data"
CSV, XLSX = (DATA / f"rodekors-besok-2022-2023.{kind}" for kind in ("csv", "xlsx"))
TODAY = date(2026, 11, 23)
HEADINGS = ["Dato", "Voksne", "Barn"]
SUNDAY = [date(2022, 9, 4), 22, 35]


def read(content: bytes) -> Parsed:
    return parse(read_days_sheet(content), TODAY)


def total(found: Resolved[date, Day], *meanings: str) -> int:
    return sum(day.numbers.get(one, 0) for day in found.lines for one in meanings)


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(packed: bytes, change: dict[str, bytes]) -> bytes:
    """A workbook with some of its parts replaced."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return written.getvalue()


def refused(content: bytes) -> Unreadable:
    with pytest.raises(UnreadableFile) as unreadable:
        read_days_sheet(content)
    return unreadable.value.code


@pytest.mark.parametrize("path", [CSV, XLSX], ids=["csv", "xlsx"])
def test_the_first_year_comes_out_as_the_report_has_it(path: Path) -> None:
    parsed = read(path.read_bytes())
    found = resolve(parsed.lines, ())
    assert (parsed.problems, parsed.doubts, found.conflicts) == ((), (), ())
    assert sum(day.closed_reason is None for day in found.lines) == 148
    assert total(found, "adults", "children") == 4785
    assert (total(found, "new_adults"), total(found, "new_children")) == (465, 765)


def test_both_files_say_the_same_of_every_opening_day() -> None:
    csv, xlsx = (
        {
            day.day: day.numbers
            for day in resolve(read(path.read_bytes()).lines, ()).lines
            if day.closed_reason is None
        }
        for path in (CSV, XLSX)
    )
    assert csv == xlsx


def test_closed_days_keep_their_reasons_and_the_day_entered_twice_is_named() -> None:
    parsed = read(XLSX.read_bytes())
    found = resolve(parsed.lines, ())
    closed = {day.day: day.closed_reason for day in found.lines if day.closed_reason}
    assert len(closed) == 8
    assert closed[date(2023, 6, 7)] == "for få frivillige"
    assert closed[date(2023, 6, 14)] == "vannlekkasje"
    assert found.twice == (Twice(date(2023, 4, 28), (128, 129)),)
    assert Counter(one.kind for one in parsed.skipped) == {"title": 2, "heading": 12, "sum": 13}


def test_of_several_sheets_with_days_the_first_is_read_and_the_others_are_named() -> None:
    parsed = read(
        workbook(
            Forside=[["Besøk 2022"]],
            September=[HEADINGS, SUNDAY],
            Kaffe=[["Kaffe", 300]],
            Oktober=[HEADINGS, [date(2022, 10, 2), 23, 33]],
        )
    )
    assert [day.day for day in parsed.lines] == [date(2022, 9, 4)]
    assert [(one.code, one.text) for one in parsed.doubts] == [(Code.SHEET_IGNORED, "Oktober")]
    assert parsed.problems == ()


def test_a_workbook_without_headings_is_told_so() -> None:
    assert [one.code for one in read(workbook(Ark=[["Kaffe", 300]])).problems] == [Code.NO_HEADER]


def test_files_that_cannot_be_read_say_why() -> None:
    assert refused(b" \r\n") == Unreadable.EMPTY
    assert refused(b"x" * (5 * 1024 * 1024 + 1)) == Unreadable.TOO_LARGE
    assert refused(b"dato,voksne,barn\n" * 20_001) == Unreadable.TOO_LARGE
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 EncryptedPackage") == Unreadable.PROTECTED
    assert refused(b"PK\x03\x04 and no more") == Unreadable.WRONG_KIND
    assert refused(b"\x89PNG\r\n\x00\x00") == Unreadable.WRONG_KIND
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("letter.txt", "Hei")
    assert refused(other.getvalue()) == Unreadable.WRONG_KIND


def test_a_small_file_cannot_claim_a_huge_sheet() -> None:
    book = Workbook()
    book.worksheets[0]["XFD1048576"] = 1
    packed = BytesIO()
    book.save(packed)
    assert len(packed.getvalue()) < 10_000
    assert refused(packed.getvalue()) == Unreadable.TOO_LARGE


def test_a_row_far_down_is_as_large_as_a_cell_there() -> None:
    book, part = workbook(Ark=[HEADINGS]), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(BytesIO(book)) as packed:
        sheet = packed.read(part)
    far = sheet.replace(b"</sheetData>", b"<row r='1048576'><c><v>1</v></c></row></sheetData>")
    assert far != sheet
    assert refused(repacked(book, {part: far})) == Unreadable.TOO_LARGE


def test_a_small_file_cannot_unpack_to_a_huge_one() -> None:
    filled = repacked(workbook(Ark=[HEADINGS]), {"xl/styles.xml": b" " * 60 * 1024 * 1024})
    assert len(filled) < 100_000
    assert refused(filled) == Unreadable.TOO_LARGE


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(XLSX.read_bytes())
    places = st.integers(0, len(content) - 1)
    for place, byte in data.draw(st.dictionaries(places, st.integers(0, 255), max_size=8)).items():
        content[place] = byte
    cut = data.draw(st.sampled_from([len(content), data.draw(places)]))
    with contextlib.suppress(UnreadableFile):
        resolve(read(bytes(content[:cut])).lines, ())
