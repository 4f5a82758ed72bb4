"""The plugin's translations and names, which everything else of it uses."""

from datetime import date
from pathlib import Path

from flask_babel import format_date

from core.web.plugin_kit import plugin_domain

HERE = Path(__file__).parent
domain = plugin_domain(HERE)
gettext, ngettext, lazy_gettext = domain.gettext, domain.ngettext, domain.lazy_gettext

NAME = "apen_barnehage"
ACTIVITY = "babytreff"
EDIT = "apen_barnehage:group:edit"


def month_words(day: date) -> str:
    """The day's month in the reader's language: "november 2026"."""
    return str(format_date(day, "MMMM yyyy"))
