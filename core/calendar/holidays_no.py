"""Norway's public holidays, by name, from the `holidays` library."""

from collections.abc import Mapping
from datetime import date

import holidays

from core.calendar.counting_year import Period

_LANGUAGES: Mapping[str, str] = {"nb": "no", "en": "en_US"}


def public_holidays(period: Period, language: str = "nb") -> dict[date, str]:
    """The public holidays in a period of local dates, with their names. Sundays are not."""
    years = range(period.first.year, period.last.year + 1)
    found = holidays.country_holidays(
        "NO", years=years, language=_LANGUAGES[language], categories=holidays.PUBLIC
    )
    return {day: name for day, name in sorted(found.items()) if day in period}
