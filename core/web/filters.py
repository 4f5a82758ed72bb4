"""How dates, times and numbers are written, in the person's language."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup, escape

from core.calendar import formats
from core.calendar.zones import local_date, local_time
from core.plugin_api import CardFigure, Text

# "16.00–18.00": a line may break after a dash, and half a time of day stands on the next
_TIMES = re.compile(r"\d\d[.:]\d\d–\d\d[.:]\d\d")


def install(app: Flask) -> None:
    """Give templates the filters."""
    app.add_template_filter(day)
    app.add_template_filter(short_date)
    app.add_template_filter(clock)
    app.add_template_filter(unbroken)
    app.add_template_filter(number)
    app.add_template_filter(figure_pair)


def day(value: date | datetime) -> str:
    """ "søndag 22. november"."""
    return formats.day_words(_date(value), _language())


def short_date(value: date | datetime) -> str:
    """ "22.11.2026"."""
    return formats.short_date(_date(value), _language())


def clock(value: datetime | time) -> str:
    """ "14.02", local time."""
    return formats.clock(local_time(value) if isinstance(value, datetime) else value, _language())


def unbroken(sentence: str) -> Markup:
    """The sentence, escaped, in which no times such as "16.00–18.00" stand on two lines."""
    kept = _TIMES.sub(r'<span class="no-break">\g<0></span>', str(escape(sentence)))
    return Markup(kept)  # noqa: S704 (escaped above)


def number(value: float | None, decimals: int = 0) -> str:
    """ "4785", "10 000", "32,3"; a dash where there is no figure."""
    return "–" if value is None else formats.number(value, _language(), decimals)


def figure_pair(figure: CardFigure) -> tuple[Text, Text]:
    """A card's figure as label and value, the value written as numbers are here."""
    value = figure.value
    if isinstance(value, int | float | Decimal):
        decimals = 0 if value == int(value) else 1
        return figure.label, number(float(value), decimals)
    return figure.label, value


def _language() -> str:
    """That of the page: a resident's, where it is one residents read."""
    return str(get_locale())


def _date(value: date | datetime) -> date:
    return local_date(value) if isinstance(value, datetime) else value
