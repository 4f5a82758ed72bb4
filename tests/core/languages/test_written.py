"""What somebody writes in several languages: ours are needed, and options go line by line."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.languages.written import (
    MOST_LETTERS,
    MOST_OPTIONS,
    options_in_languages,
    text_in_languages,
)
from core.problems import Refused

MISSING = "Write it."
NO = {"nb": "Dag\n\n Kveld ", "en": "Day\nEvening", "ar": ""}


def test_languages_left_blank_are_left_out() -> None:
    kept = text_in_languages({"nb": " Når? ", "en": "When?", "ar": " "}, "text", MISSING)
    assert kept == {"nb": "Når?", "en": "When?"}


@pytest.mark.parametrize(
    ("written", "field", "said"),
    [
        ({"en": "When?"}, "text_nb", MISSING),
        ({"nb": "Når?", "en": ""}, "text_en", MISSING),
        ({"nb": "Når?", "en": "When?", "pl": "a" * 201}, "text_pl", "at most 200 letters"),
    ],
)
def test_what_is_wrong_with_a_text_is_said_at_its_language(
    written: Mapping[str, str], field: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        text_in_languages(written, "text", MISSING)
    assert refused.value.field == field


def test_options_are_the_same_line_by_line() -> None:
    assert options_in_languages(NO, "options") == [
        {"key": "1", "texts": {"nb": "Dag", "en": "Day"}},
        {"key": "2", "texts": {"nb": "Kveld", "en": "Evening"}},
    ]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"nb": "Dag"}, "options_nb", "from two to 8"),
        ({"nb": "\n".join("123456789")}, "options_nb", "from two to 8"),
        ({"en": ""}, "options_en", "as many options as in Norwegian"),
        ({"ar": "x"}, "options_ar", "as many options as in Norwegian"),
        ({"en": f"Day\n{'a' * 201}"}, "options_en", "at most 200 letters"),
    ],
)
def test_what_is_wrong_with_options_is_said_at_their_language(
    change: Mapping[str, str], field: str, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        options_in_languages({**NO, **change}, "options")
    assert refused.value.field == field


OPTIONS = st.lists(st.tuples(st.text(max_size=210), st.text(max_size=210)), max_size=10)


@given(OPTIONS, st.text(max_size=250))
def test_options_are_kept_whole_in_each_language_or_refused(
    lines: list[tuple[str, str]], arabic: str
) -> None:
    nb, en = ("\n".join(one) for one in zip(*lines, strict=True)) if lines else ("", "")
    try:
        kept = options_in_languages({"nb": nb, "en": en, "ar": arabic}, "options")
    except Refused:
        return
    texts = [one["texts"] for one in kept]
    assert 2 <= len(kept) <= MOST_OPTIONS
    for one in texts:
        assert isinstance(one, dict)
        assert one.keys() >= {"nb", "en"}
        assert one.keys() == texts[0].keys()  # type: ignore[attr-defined]
        assert all(0 < len(text) <= MOST_LETTERS for text in one.values())
