"""Columns are declared once: headings in any order and dress, and what is wrong by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from core.problems import Refused
from core.spreadsheets import Code, Column, Line, Parsed, Problem, day, read_table, text, whole

COLUMNS: Mapping[str, Column] = {
    "date": day("dato", "dag"),
    "weekday": text("ukedag", "dag"),
    "people": whole("antall", "personer", most=100, needed=True, filled=True),
    "helpers": whole("hjelpere", most=10),
    "note": text("merknad", most=10),
}


@dataclass(frozen=True)
class Made:
    """A line as the reader wants it."""

    line: int
    day: date
    people: int
    helpers: int | None
    note: str | None


def make(line: Line) -> Made | Problem | None:
    if "date" not in line.days:
        return None
    if line.texts.get("note") == "nei":
        return Problem(line.line, "It says no.")
    numbers, note = line.numbers, line.texts.get("note")
    return Made(
        line.line, line.days["date"], numbers.get("people", 0), numbers.get("helpers"), note
    )


def read(*lines: str) -> Parsed[Made]:
    return read_table("\n".join(lines).encode(), COLUMNS, make)


def wrong(*lines: str) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.code, one.text, one.column) for one in read(*lines).problems]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Dato;ANTALL;Merknad", "4.9.2022;7;Regn"),
        ("  merknad ;Personer:;_dato_", "Regn;7;2022-09-04"),
        ("Dag;Antall;Merknad", "4. sep 2022;7;Regn"),
        ("Dag;Dato;Antall;Merknad", "søndag;4.9.2022;7;Regn"),
    ],
)
def test_headings_in_any_order_and_dress(heading: str, line: str) -> None:
    found = read("Stovner", "", heading, line, ";;;")
    assert found == Parsed((Made(4, date(2022, 9, 4), 7, None, "Regn"),), ())


def test_every_problem_of_a_line_is_told_in_the_columns_order() -> None:
    heading = "Merknad;Hjelpere;Antall;Dato"
    assert wrong(heading, "Lang som et vondt år;3,5;;31.02.2022", "nei;-2;101;4.9.2022") == [
        (2, Code.IMPOSSIBLE_DATE, "31.02.2022", "Dato"),
        (2, Code.MISSING, "", "Antall"),
        (2, Code.FRACTION, "3,5", "Hjelpere"),
        (2, Code.TOO_LONG, "Lang som et vondt år", "Merknad"),
        (3, Code.TOO_MANY, "101", "Antall"),
        (3, Code.NEGATIVE, "-2", "Hjelpere"),
        (3, "It says no.", "", ""),
    ]


def test_headings_that_are_not_read_are_told_and_two_of_a_kind_are_wrong() -> None:
    found = read("Dato;Antall;Vær;Personer", "4.9.2022;7;sol;8")
    assert [(one.code, one.text) for one in found.doubts] == [(Code.COLUMN_IGNORED, "Vær")]
    assert [(one.code, one.text) for one in found.problems] == [(Code.HEADING_TWICE, "Personer")]


def test_without_headings_the_needed_columns_are_named() -> None:
    with pytest.raises(Refused, match="dato, antall") as refused:
        read("Dato;Merknad", "4.9.2022;Regn")
    assert refused.value.field == "file"


def test_a_problem_says_its_sentence() -> None:
    (one,) = read("Dato;Antall;Merknad", "4.9.2022;7;Alt for mange ord").problems
    assert str(one) == "Merknad: “Alt for mange ord…” has more than 10 letters."
