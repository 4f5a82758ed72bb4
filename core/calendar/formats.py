"""Dates, times and numbers in words people read, in bokmål ("nb") and English ("en")."""

from datetime import date, time

from babel.dates import format_date
from babel.numbers import format_decimal

_THIN = "\u202f"
_GROUPED_FROM = 10_000


def day_words(day: date, language: str) -> str:
    """ "søndag 22. november", "Sunday 22 November"."""
    pattern = "EEEE d MMMM" if language == "en" else "EEEE d. MMMM"
    return format_date(day, pattern, locale=language)


def short_date(day: date, _language: str) -> str:
    """ "22.11.2026" in both languages: it is how dates are written here."""
    return f"{day:%d.%m.%Y}"


def clock(value: time, language: str) -> str:
    """ "14.02" in bokmål, "14:02" in English."""
    return value.strftime("%H:%M" if language == "en" else "%H.%M")


def number(value: float, language: str, decimals: int = 0) -> str:
    """ "4785", "10 000" with a thin space, "32,3" ("32.3" in English)."""
    pattern = "0" + ("." + "0" * decimals if decimals else "")
    if round(abs(value), decimals) >= _GROUPED_FROM:
        pattern = "#,##" + pattern
    text = format_decimal(value, pattern, locale="en")
    text = text.replace(",", _THIN)
    return text if language == "en" else text.replace(".", ",")
