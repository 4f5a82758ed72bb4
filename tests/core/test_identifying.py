"""What gives somebody away in a text, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identifying import Tell, problem_of_residents, tells_who

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


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
        ("99887766barn", Tell.TELEPHONE),
        ("Ring meg på99887766", Tell.TELEPHONE),
        ("tlf_99887766_kveld", Tell.TELEPHONE),
        ("ringاتصل٩٩٨٨٧٧٦٦بي", Tell.TELEPHONE),
        ("Vi var 25barn i uke48, og kl17 den 22.11.2026kveld", None),
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


@given(st.text(max_size=100), st.integers(0, 10**11 - 1), st.text(max_size=100), st.booleans())
def test_a_resident_is_told_of_eleven_digits_in_any_script(
    before: str, number: int, after: str, arabic: bool
) -> None:
    digits = f"{number:011}"
    text = f"{before}x {digits.translate(ARABIC) if arabic else digits} x{after}"
    assert "identity number" in (problem_of_residents(text) or "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("010100 12356", "identity number"),
        ("01.01.00 123 56", "identity number"),
        ("0101\u200b0012356", "identity number"),
        ("Ring 41234567!", "telephone number"),
        ("Ring 412 34 567!", "telephone number"),
        ("Ring +47 41234567!", "telephone number"),
        ("Ring +48 512 345 678!", "telephone number"),
        ("Skriv til kari@example.no", "e-mail address"),
        ("a" * 301, "too long"),
    ],
)
def test_what_a_resident_writes_says_nobodys_number_or_address(text: str, said: str) -> None:
    assert said in (problem_of_residents(text) or "")


@pytest.mark.parametrize(
    "text",
    ["", "Veldig koselig!", "Vi var 25, fra kl. 17.00 til 20.30", "Sist 22.11.2026", "5 av 5"],
)
def test_ordinary_words_and_numbers_of_residents_pass(text: str) -> None:
    assert problem_of_residents(text) is None


@given(
    st.text(alphabet=st.characters(exclude_categories=["Nd"], exclude_characters="@"), max_size=300)
)
def test_a_residents_text_without_digits_passes(text: str) -> None:
    assert problem_of_residents(text) is None
