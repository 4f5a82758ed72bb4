"""Dates, times and numbers in words people read: "nb", "en" and the residents' languages."""

from collections.abc import Mapping
from datetime import date, time

from babel.dates import format_date
from babel.numbers import format_decimal

_THIN = "\u202f"
_GROUPED_FROM = 10_000
_DAY: Mapping[str, str] = {"nb": "EEEE d. MMMM", "ar": "EEEE، d MMMM", "ur": "EEEE، d MMMM"}
_DAY_ELSEWHERE = "EEEE d MMMM"
_COMMA = frozenset({"nb", "pl", "uk"})


def day_words(day: date, language: str) -> str:
    """ "søndag 22. november", "Sunday 22 November"."""
    return format_date(day, _DAY.get(language, _DAY_ELSEWHERE), locale=language)


def short_date(day: date, _language: str) -> str:
    """ "22.11.2026" in every language: it is how dates are written here."""
    return f"{day:%d.%m.%Y}"


def clock(value: time, language: str) -> str:
    """ "14.02" in bokmål, "14:02" in every other language."""
    return value.strftime("%H.%M" if language == "nb" else "%H:%M")


def number(value: float, language: str, decimals: int = 0) -> str:
    """ "4785", "10 000" with a thin space, "32,3" ("32.3" in English)."""
    pattern = "0" + ("." + "0" * decimals if decimals else "")
    if round(abs(value), decimals) >= _GROUPED_FROM:
        pattern = "#,##" + pattern
    text = format_decimal(value, pattern, locale="en")
    text = text.replace(",", _THIN)
    return text.replace(".", ",") if language in _COMMA else text
