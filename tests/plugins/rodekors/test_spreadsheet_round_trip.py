"""Any days, written in any of the ways, are read as they were; anything at all is answered."""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from core.spreadsheets import Row, UnreadableFile
from plugins.rodekors.spreadsheet import Day, parse, read_days_sheet
from tests.plugins.rodekors.test_spreadsheet_duplicates import resolve

TODAY = date(2026, 11, 23)
WEEKDAYS = ("man", "tirs", "onsdag", "tor", "Fredag", "lør", "søn")
MONTHS = (
    "jan",
    "feb",
    "mars",
    "apr",
    "mai",
    "juni",
    "jul",
    "aug",
    "sept",
    "okt",
    "nov",
    "desember",
)
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "adults": ("voksne", "Antall voksne", "VOKSNE:"),
    "children": ("barn", "Ant. barn", "Barn"),
    "new_adults": ("nye_voksne", "Nye voksne"),
    "new_children": ("nye_barn", "Nye  barn"),
    "volunteers": ("frivillige", "Vakter"),
}
NUMBERS = st.integers(0, 300)


def date_text(day: date, form: int) -> str:
    return (
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d/%m/%y}",
        f"{day.day}/{day.month}-{day:%y}",
        f"{WEEKDAYS[day.weekday()]} {day.day}. {MONTHS[day.month - 1]} {day.year}",
    )[form]


@st.composite
def day_numbers(draw: st.DrawFn) -> dict[str, int]:
    adults, children = draw(NUMBERS), draw(NUMBERS)
    return {
        "adults": adults,
        "children": children,
        "new_adults": draw(st.integers(0, adults)),
        "new_children": draw(st.integers(0, children)),
        "volunteers": draw(NUMBERS),
    }


@given(
    days=st.dictionaries(st.dates(date(2000, 1, 1), TODAY), day_numbers(), min_size=1, max_size=8),
    columns=st.permutations(["date", *MEANINGS]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    delimiter=st.sampled_from(",;\t"),
    ending=st.sampled_from(["\n", "\r\n"]),
    data=st.data(),
)
def test_days_come_back_as_they_were(
    days: dict[date, dict[str, int]],
    columns: list[str],
    encoding: str,
    delimiter: str,
    ending: str,
    data: st.DataObject,
) -> None:
    names = {one: data.draw(st.sampled_from(words)) for one, words in MEANINGS.items()}
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, lineterminator=ending)
    writer.writerow([names.get(one, "Dato") for one in columns])
    for day, numbers in days.items():
        spaces = data.draw(st.sampled_from(["", " ", "\u00a0"]))
        when = date_text(day, data.draw(st.integers(0, 4)))
        writer.writerow([f"{spaces}{numbers.get(one, when)}" for one in columns])
    parsed = parse(read_days_sheet(file.getvalue().encode(encoding)), TODAY)
    assert parsed.problems == ()
    assert list(parsed.lines) == [
        Day(line, day, numbers) for line, (day, numbers) in enumerate(days.items(), 2)
    ]


def answers(content: bytes) -> None:
    """Every line is a day, is passed over, is blank, or is told to be wrong: none is lost."""
    try:
        sheet = read_days_sheet(content)
    except UnreadableFile:
        return
    parsed = parse(sheet, TODAY)
    told = {day.line for day in parsed.lines} | {one.line for one in parsed.problems}
    told |= {one.line for one in parsed.skipped}
    assert {row.line for row in sheet.rows if is_written(row)} <= told
    resolve(parsed.lines, {2})


def is_written(row: Row) -> bool:
    return any(str(cell or "").strip() not in {"", "-", "–"} for cell in row.cells)


@given(st.binary(max_size=400))
def test_any_bytes_are_answered(content: bytes) -> None:
    answers(content)


@settings(max_examples=300)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "4.9.2022",
                    "31.02.2022",
                    "",
                    "-",
                    "3",
                    "-3",
                    "ca. 40",
                    "Sum",
                    "Stengt",
                    '"',
                    "søn",
                ]
            )
            | st.text(max_size=12),
            max_size=5,
        ),
        max_size=8,
    ),
    st.sampled_from(",;\t"),
)
def test_any_lines_under_a_heading_are_answered(lines: list[list[str]], delimiter: str) -> None:
    heading = delimiter.join(("dato", "voksne", "barn", "merknad"))
    text = "\n".join([heading, *(delimiter.join(line) for line in lines)])
    answers(text.encode("utf-8", errors="replace"))
