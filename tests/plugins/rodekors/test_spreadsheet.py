"""What a line of a volunteer's spreadsheet means, and what is said when it cannot be right."""

from datetime import date
from typing import Any

import pytest

from core.spreadsheets import Code, Row, Sheet
from plugins.rodekors.spreadsheet import Day, Parsed, parse, read_days_sheet
from plugins.rodekors.spreadsheet.days import MISSING_NUMBER, MORE_NEW_THAN_VISITS, SUM_DIFFERS

TODAY = date(2026, 11, 23)
SUNDAY = date(2022, 9, 4)
HEADINGS = "dato;voksne;barn;nye voksne;nye barn;frivillige;merknad"


def read(*lines: str) -> Parsed:
    return parse(read_days_sheet("\n".join(lines).encode()), TODAY)


def days(*lines: str) -> list[Day]:
    parsed = read(*lines)
    assert parsed.problems == ()
    return list(parsed.lines)


def wrong(*lines: str) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.code, one.text, one.column) for one in read(*lines).problems]


def cells(*lines: list[Any]) -> Parsed:
    return parse(Sheet(tuple(Row(n, tuple(line)) for n, line in enumerate(lines, 1))), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2022-09-04",
        "2022/09/04",
        "2022-09-04 00:00:00",
        "4.9.2022",
        "04.09.2022.",
        "4.9.22",
        "04/09/22",
        "4/9-22",
        "4-9-2022",
        "4. sep 2022",
        "4 sept. 22",
        "4. september 2022",
        "søn 4. sep 2022",
        "sø. 4.9.2022",
        "Søndag, 4. September 2022",
        "SONDAG 4.9.2022",
        "  søndag\u00a04.9.2022 ",
    ],
)
def test_a_date_in_any_of_its_forms(text: str) -> None:
    assert days(HEADINGS, f"{text};22;35") == [Day(2, SUNDAY, {"adults": 22, "children": 35})]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.2026", Code.IMPOSSIBLE_DATE),
        ("29.2.2023", Code.IMPOSSIBLE_DATE),
        ("4.13.2022", Code.IMPOSSIBLE_DATE),
        ("4.9", Code.YEAR_MISSING),
        ("søn 4. sep.", Code.YEAR_MISSING),
        ("i går", Code.UNKNOWN_DATE),
        ("24. julaften 2022", Code.UNKNOWN_DATE),
        ("44808", Code.UNKNOWN_DATE),
        ("4.9.0022", Code.UNKNOWN_DATE),
        ("man 4. sep 2022", Code.WRONG_WEEKDAY),
        ("24.11.2026", Code.FUTURE),
        ("", Code.MISSING_DATE),
    ],
)
def test_a_date_that_cannot_be_right_is_told_by_its_line(text: str, code: str) -> None:
    assert wrong(HEADINGS, f"{text};22;35") == [(2, code, text, "dato")]


def test_today_is_not_in_the_future() -> None:
    assert [day.day for day in days(HEADINGS, "23.11.2026;1;2")] == [TODAY]


def test_a_weekday_beside_the_date_must_be_the_dates() -> None:
    assert days("Dato;Ukedag;Voksne;Barn", "4.9.2022;søn;1;2")
    assert days("Dag;Dato;Voksne;Barn", "Søndag;4.9.2022;1;2")
    found = wrong("Dato;Ukedag;Voksne;Barn", "4.9.2022;lør;1;2")
    assert found == [(2, Code.WRONG_WEEKDAY, "lør", "Ukedag")]


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), (" 20", 20), ("7 ", 7), ("\u00a012", 12), ("1 000", 1000), ("10,0", 10), ("007", 7)],
)
def test_a_number_with_stray_spaces(text: str, number: int) -> None:
    assert days(HEADINGS, f"4.9.2022;{text};2")[0].numbers["adults"] == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-3", Code.NEGATIVE),
        ("\u22123", Code.NEGATIVE),
        ("–3", Code.NEGATIVE),
        ("- 3", Code.NEGATIVE),
        ("3.5", Code.FRACTION),
        ("3,5", Code.FRACTION),
        ("ca. 40", Code.NOT_A_NUMBER),
        ("40+", Code.NOT_A_NUMBER),
        ("12 15", Code.NOT_A_NUMBER),
        ("1e3", Code.NOT_A_NUMBER),
        ("=2+2", Code.NOT_A_NUMBER),
        ("5001", Code.TOO_MANY),
        ("", MISSING_NUMBER),
        ("-", MISSING_NUMBER),
    ],
)
def test_a_number_that_cannot_be_right_is_told_by_its_line(text: str, code: str) -> None:
    assert wrong(HEADINGS, f"4.9.2022;22;{text}") == [(2, code, text, "barn")]


def test_every_problem_of_a_line_is_told() -> None:
    found = wrong(HEADINGS, "7.9.2022;1;2", "31.02.2022;-3;ca. 40")
    assert [(line, code) for line, code, _text, _column in found] == [
        (3, Code.IMPOSSIBLE_DATE),
        (3, Code.NEGATIVE),
        (3, Code.NOT_A_NUMBER),
    ]


@pytest.mark.parametrize("new", ["3;0", "0;5"])
def test_newcomers_are_not_more_than_visits_of_their_kind(new: str) -> None:
    assert [one[1] for one in wrong(HEADINGS, f"4.9.2022;2;4;{new}")] == [MORE_NEW_THAN_VISITS]


def test_what_is_not_written_is_not_zero() -> None:
    assert days(HEADINGS, "4.9.2022;0;0;;;;")[0].numbers == {"adults": 0, "children": 0}


def test_cells_of_a_workbook() -> None:
    parsed = cells(["Dato", "Voksne", "Barn"], [SUNDAY, 22.0, " 35"], [SUNDAY, 2.5, 1e300])
    assert parsed.lines == (Day(2, SUNDAY, {"adults": 22, "children": 35}),)
    assert [one.code for one in parsed.problems] == [Code.FRACTION, Code.TOO_MANY]
    (old,) = cells(["Dato", "Voksne", "Barn"], [date(1900, 1, 4), 1.0, 2.0]).problems
    assert (old.code, old.text) == (Code.UNKNOWN_DATE, "04.01.1900")


@pytest.mark.parametrize(
    ("headings", "line"),
    [
        ("barn,dato,voksne", "35,2022-09-04,22"),
        ("  ANT. BARN ,Åpningsdag,Antall_voksne:", "35,2022-09-04,22"),
        ("Barn\tVoksne\tDag", "35\t22\t4.9.2022"),
    ],
)
def test_headings_in_any_order_and_dress(headings: str, line: str) -> None:
    assert days(headings, line) == [Day(2, SUNDAY, {"adults": 22, "children": 35})]


def test_all_columns_have_names() -> None:
    assert days("Nye_barn;Vakter;NYE VOKSNE;Barn;Voksne;Dato", "5;6;4;35;22;4.9.2022")[
        0
    ].numbers == {
        "adults": 22,
        "children": 35,
        "new_adults": 4,
        "new_children": 5,
        "volunteers": 6,
    }


def test_headings_that_mean_the_same_are_never_guessed_at() -> None:
    found = wrong("Dato;Voksne;Barn;Voksne;Barn", "4.9.2022;22;35;4;5")
    assert found == [(1, Code.HEADING_TWICE, "Voksne", ""), (1, Code.HEADING_TWICE, "Barn", "")]


def test_a_column_that_is_not_read_is_told_once() -> None:
    heading = "Dato;Voksne;Barn;Nye barn (0–18)"
    parsed = read(heading, "4.9.2022;22;35;5", heading, "7.9.2022;1;2;0")
    told = [(one.line, one.code, one.text) for one in parsed.doubts]
    assert told == [(1, Code.COLUMN_IGNORED, "Nye barn (0–18)")]
    assert len(parsed.lines) == 2


@pytest.mark.parametrize("heading", ["navn;voksne;barn", "dato;voksne", "Stovner"])
def test_without_headings_nothing_is_read(heading: str) -> None:
    assert wrong(heading, "4.9.2022;22;35") == [(1, Code.NO_HEADER, "dato, voksne, barn", "")]


def test_titles_sums_and_blank_lines_are_passed_over() -> None:
    parsed = read(
        "Familiesenteret, avd. Stovner",
        "",
        "September 2022",
        HEADINGS,
        "4.9.2022;22;35",
        "Sum september;22;35",
        ";;;",
        "Oktober 2022",
        HEADINGS,
        "2.10.2022;23;33",
        "Juleferie",
        "Sum;23;33",
        "Totalt;45;68",
    )
    assert (parsed.problems, parsed.doubts) == ((), ())
    assert [day.line for day in parsed.lines] == [5, 10]
    assert [(one.line, one.kind) for one in parsed.skipped] == [
        (1, "title"),
        (3, "title"),
        (4, "heading"),
        (6, "sum"),
        (8, "title"),
        (9, "heading"),
        (11, "title"),
        (12, "sum"),
        (13, "sum"),
    ]


def test_a_sum_that_is_not_its_lines_is_told_and_stops_nothing() -> None:
    parsed = read(HEADINGS, "4.9.2022;22;35", "7.9.2022;10;20", "Sum;32;54")
    told = [(one.line, one.code, one.text, one.column) for one in parsed.doubts]
    assert told == [(4, SUM_DIFFERS, "54 ≠ 55", "barn")]
    assert parsed.problems == ()


@pytest.mark.parametrize("told", ["22;35", "44;70"])
def test_a_sum_may_count_a_day_entered_twice_once_or_twice(told: str) -> None:
    assert read(HEADINGS, "4.9.2022;22;35", "4.9.2022;22;35", f"Sum;{told}").doubts == ()


def test_a_sum_is_not_held_against_lines_that_are_not_understood() -> None:
    parsed = read(HEADINGS, "4.9.2022;22;35", "7.9.2022;ca. 10;20", "Sum;32;55")
    assert parsed.doubts == ()
    assert len(parsed.problems) == 1


@pytest.mark.parametrize(
    ("remark", "reason"),
    [
        ("Stengt – vannlekkasje", "vannlekkasje"),
        ("stengt: sykdom", "sykdom"),
        ("Stengt", "Stengt"),
        ("Stengte pga. sykdom", "Stengte pga. sykdom"),
        ("Avlyst", "Avlyst"),
    ],
)
@pytest.mark.parametrize("numbers", [";;;;", "0;0;0;0;0"])
def test_a_closed_day_has_a_reason_and_no_numbers(remark: str, reason: str, numbers: str) -> None:
    assert days(HEADINGS, f"4.9.2022;{numbers};{remark}") == [Day(2, SUNDAY, {}, reason)]


def test_a_column_may_hold_reasons_alone() -> None:
    assert days("Dato;Voksne;Barn;Stengt", "4.9.2022;;;sykdom")[0].closed_reason == "sykdom"


def test_a_day_that_was_open_for_a_while_was_open() -> None:
    day = days(HEADINGS, "4.9.2022;5;6;0;0;3;Stengt fra kl. 16")[0]
    assert (day.closed_reason, day.numbers["children"]) == (None, 6)


def test_a_remark_does_not_close_a_day_whose_numbers_are_forgotten() -> None:
    assert [one[1] for one in wrong(HEADINGS, "4.9.2022;;;;;;Regn")] == [MISSING_NUMBER]


def test_a_day_to_come_that_is_written_up_already_is_passed_over_until_it_has_numbers() -> None:
    parsed = read(HEADINGS, "25.11.2026;;;;;;")
    assert (parsed.problems, parsed.lines) == ((), ())
    assert [(one.line, one.kind) for one in parsed.skipped] == [(1, "heading"), (2, "come")]


def test_a_quotation_mark_without_an_end_takes_no_lines_with_it() -> None:
    found = days(HEADINGS, '4.9.2022;22;35;;;;"Fin dag', "7.9.2022;10;20;;;;")
    assert [day.line for day in found] == [2, 3]


def test_a_quoted_cell_may_hold_the_separator_and_a_line_break() -> None:
    found = days(HEADINGS, '4.9.2022;;;;;;"Stengt – regn;', 'snø"', "7.9.2022;10;20")
    assert [(day.line, day.closed_reason) for day in found] == [(3, "regn; snø"), (4, None)]
