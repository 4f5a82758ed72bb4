"""What a cell says: a date in one of the ways people write it, or a whole number."""

import math
import re
from collections.abc import Mapping
from datetime import date

from plugins.rodekors.spreadsheet.rows import Cell

_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]+)\.?\s*(\d{4}|\d{2})")
_NO_YEAR = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}\.?|\d{1,2}\.?\s*[a-zæøå]+\.?")
_DIGITS = re.compile(r"[0-9]{1,6}")
_DECIMAL = re.compile(r"-?[0-9]{1,6}([.,][0-9]{1,6})?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_OLDEST = 1990


class BadDate(ValueError):
    """`kind`: "impossible" (31.02), "unknown", "year-missing" or "weekday"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class BadNumber(ValueError):
    """`kind`: "negative", "fraction" or "unknown"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def as_text(cell: Cell) -> str:
    """A cell as a person sees it."""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float):
        return f"{cell:g}"
    return _SPACES.sub(" ", cell).strip() if cell else ""


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written."""
    return as_text(cell) in {"", "-", "–"}


def as_date(cell: Cell) -> date:
    """The date. A weekday before it must be that date's. Raises BadDate."""
    if isinstance(cell, date):
        return cell
    text = as_text(cell).lower()
    weekday, text = _split_weekday(text)
    found = _parsed(text)
    if found.year < _OLDEST:
        raise BadDate("unknown")
    if weekday is not None and found.weekday() != weekday:
        raise BadDate("weekday")
    return found


def weekday_of(cell: Cell) -> int | None:
    """The weekday a cell names ("søn", "Søndag"), 0 is Monday; None when it names none."""
    return _weekday(as_text(cell).lower().strip(" ."))


def as_number(cell: Cell) -> int:
    """A whole number from 0. Raises BadNumber."""
    if isinstance(cell, float):
        return _whole(cell)
    text = _SPACES.sub("", as_text(cell)).replace("\u2212", "-").replace("–", "-")
    if _DIGITS.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return _whole(float(text.replace(",", ".")))
    raise BadNumber("unknown")


def _whole(value: float) -> int:
    if not math.isfinite(value):
        raise BadNumber("unknown")
    if value < 0:
        raise BadNumber("negative")
    if value != int(value):
        raise BadNumber("fraction")
    return int(value)


def _split_weekday(text: str) -> tuple[int | None, str]:
    first, _space, rest = text.partition(" ")
    weekday = _weekday(first.strip(" .,"))
    return (weekday, rest.strip()) if weekday is not None and rest else (None, text)


def _weekday(word: str) -> int | None:
    if not word.isalpha() or len(word) < 3:
        return None
    for number, short in enumerate(_WEEKDAYS):
        full = short + {"tir": "s", "tor": "s"}.get(short, "") + "dag"
        if word in {short, short + "s", full, full.replace("ø", "o"), short.replace("ø", "o")}:
            return number
    return {"mandag": 0, "onsdag": 2, "fredag": 4, "lørdag": 5, "søndag": 6}.get(word)


def _parsed(text: str) -> date:
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        return _date(_year(match[3]), int(match[2]), int(match[1]))
    if match := _WORDS.fullmatch(text):
        month = _month(match[2])
        if month:
            return _date(_year(match[3]), month, int(match[1]))
    if _NO_YEAR.fullmatch(text):
        raise BadDate("year-missing")
    raise BadDate("unknown")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate("impossible") from None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(word: str) -> int | None:
    return next((n for n, short in enumerate(_MONTHS, 1) if word.startswith(short)), None)


SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(("dato", "dag", "åpningsdag"), "date"),
    **dict.fromkeys(("ukedag", "dagnavn"), "weekday"),
    **dict.fromkeys(("voksne", "voksen", "antall voksne", "ant voksne"), "adults"),
    **dict.fromkeys(("barn", "antall barn", "ant barn", "barn og unge"), "children"),
    **dict.fromkeys(("nye voksne", "nye v", "nye foreldre", "førstegangs voksne"), "new_adults"),
    **dict.fromkeys(("nye barn", "nye b", "førstegangs barn"), "new_children"),
    **dict.fromkeys(("frivillige", "vakter", "på vakt", "antall frivillige"), "volunteers"),
    **dict.fromkeys(("merknad", "merknader", "kommentar", "kommentarer", "stengt"), "remark"),
}
"""Headings as people write them, by what they mean."""


def heading(cell: Cell) -> str | None:
    """What a heading means, whatever its case, underscores and spaces."""
    text = as_text(cell).lower().replace("_", " ").replace(".", " ").strip(" :")
    return SYNONYMS.get(_SPACES.sub(" ", text))
