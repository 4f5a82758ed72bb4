"""What people write names nobody: eleven digits and telephone numbers are refused in any dress."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.tilbakemelding.free_text import problem_with

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@given(st.text(max_size=100), st.integers(0, 10**11 - 1), st.text(max_size=100), st.booleans())
def test_eleven_digits_are_refused_whatever_stands_around(
    before: str, number: int, after: str, arabic: bool
) -> None:
    digits = f"{number:011}"
    text = f"{before}x {digits.translate(ARABIC) if arabic else digits} x{after}"
    assert "identity number" in (problem_with(text) or "")


@pytest.mark.parametrize("text", ["010100 12356", "01.01.00 123 56", "0101\u200b0012356"])
def test_a_valid_one_is_known_with_spaces_too(text: str) -> None:
    assert "identity number" in (problem_with(text) or "")


@pytest.mark.parametrize("text", ["41234567", "412 34 567", "+47 41234567", "+48 512 345 678"])
def test_telephone_numbers(text: str) -> None:
    assert "telephone number" in (problem_with(f"Ring {text}!") or "")


def test_an_e_mail_address() -> None:
    assert "e-mail address" in (problem_with("Skriv til kari@example.no") or "")


@pytest.mark.parametrize(
    "text",
    ["", "Veldig koselig!", "Vi var 25, fra kl. 17.00 til 20.30", "Sist 22.11.2026", "5 av 5"],
)
def test_ordinary_words_and_numbers_pass(text: str) -> None:
    assert problem_with(text) is None


@given(
    st.text(alphabet=st.characters(exclude_categories=["Nd"], exclude_characters="@"), max_size=300)
)
def test_text_without_digits_passes(text: str) -> None:
    assert problem_with(text) is None
