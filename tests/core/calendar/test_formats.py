"""Dates, times and numbers as people read them."""

from datetime import date, time

import pytest

from core.calendar import formats


def test_a_day_in_words() -> None:
    assert formats.day_words(date(2026, 11, 22), "nb") == "søndag 22. november"
    assert formats.day_words(date(2026, 11, 22), "en") == "Sunday 22 November"
    assert formats.short_date(date(2026, 11, 3), "nb") == "03.11.2026"


def test_a_time() -> None:
    assert formats.clock(time(14, 2), "nb") == "14.02"
    assert formats.clock(time(9), "en") == "09:00"


@pytest.mark.parametrize(
    ("value", "decimals", "nb", "en"),
    [
        (4785, 0, "4785", "4785"),
        (10_000, 0, "10\u202f000", "10\u202f000"),
        (1_234_567, 0, "1\u202f234\u202f567", "1\u202f234\u202f567"),
        (9999.6, 0, "10\u202f000", "10\u202f000"),
        (9999.6, 1, "9999,6", "9999.6"),
        (32.3, 1, "32,3", "32.3"),
        (0, 0, "0", "0"),
        (-3, 0, "-3", "-3"),
    ],
)
def test_a_number(value: float, decimals: int, nb: str, en: str) -> None:
    assert formats.number(value, "nb", decimals) == nb
    assert formats.number(value, "en", decimals) == en
