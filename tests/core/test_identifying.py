"""What gives somebody away in a text, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identifying import Tell, tells_who


@pytest.mark.parametrize(
    ("text", "tell"),
    [
        ("Hun heter 12345678901", Tell.IDENTITY_NUMBER),
        ("fnr 150590 00014 der", None),
        ("fnr 010190 00083 der", Tell.IDENTITY_NUMBER),
        ("Ring 22 34 56 78 så kommer jeg", Tell.TELEPHONE),
        ("Ring +4741234567", Tell.TELEPHONE),
        ("Ring ٤١٢٣٤٥٦٧", Tell.TELEPHONE),
        ("Ring 412\N{ZERO WIDTH SPACE}34567", Tell.TELEPHONE),
        ("Skriv til kari@example.no.", Tell.EMAIL),
        ("Skriv til kåre.ødegård@blåbær.no", Tell.EMAIL),
        ("Vi holdt på fra 1.9.2022 til 31.08.2023 og 2022–2023, 25 i snitt", None),
        ("Det kom 4785 besøk på 148 dager, 32,3 i snitt, kl. 15.00-19.00", None),
        ("Ring 41234567 eller skriv til kari@example.no", Tell.TELEPHONE),
        ("@ kafé", None),
        ("", None),
    ],
)
def test_numbers_and_addresses_are_found_and_dates_and_figures_are_not(
    text: str, tell: Tell | None
) -> None:
    assert tells_who(text) is tell


@given(st.text(), st.text())
def test_an_identity_number_is_found_whatever_stands_around_it(before: str, after: str) -> None:
    assert tells_who(f"{before} 41234567890 {after}") is Tell.IDENTITY_NUMBER
