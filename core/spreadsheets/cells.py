"""What a cell says: a date in one of the ways people write it, or a whole number."""

import math
import re
from datetime import date

Cell = str | float | date | None

_MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
_WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})\.?\s*([a-zæøå]+)\.?\s*(\d{4}|\d{2})")
_NO_YEAR = re.compile(r"\d{1,2}\s*[./-]\s*\d{1,2}|\d{1,2}\.?\s*[a-zæøå]+")
# Spaces stand between thousands only: "12 15" is two numbers in one cell, not 1215
_WHOLE = re.compile(r"[0-9]{1,6}|[0-9]{1,3}( [0-9]{3})+")
_DECIMAL = re.compile(r"-? ?[0-9]{1,6}([.,][0-9]{1,6})?")
_OLDEST = 1990
_SHORTEST_MONTH, _SHORTEST_WEEKDAY = 3, 2
_PLAIN_BELOW = 1e15


class BadDate(ValueError):
    """`kind`: "missing", "impossible" (31.02), "unknown", "year-missing" or "weekday"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class BadNumber(ValueError):
    """`kind`: "negative", "fraction" or "unknown"."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def as_text(cell: Cell) -> str:
    """A cell as a person sees it, with single spaces."""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float):
        plain = cell.is_integer() and abs(cell) < _PLAIN_BELOW
        return str(int(cell)) if plain else f"{cell:g}"
    return " ".join(cell.split()) if cell else ""


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written."""
    return as_text(cell) in {"", "-", "–"}


def is_words(cell: Cell) -> bool:
    """Whether a cell is a title: it begins with a letter, and is no attempt at a date."""
    try:
        as_date(cell)
    except BadDate as wrong:
        return wrong.kind == "unknown" and as_text(cell)[0].isalpha()
    return False


def as_date(cell: Cell) -> date:
    """The date. A weekday before it must be that date's. Raises BadDate."""
    if is_blank(cell):
        raise BadDate("missing")
    weekday = None
    if isinstance(cell, date):
        found = cell
    else:
        weekday, text = _split_weekday(as_text(cell).lower())
        found = _parsed(text.strip(" .,"))
    if found.year < _OLDEST:
        raise BadDate("unknown")
    if weekday is not None and found.weekday() != weekday:
        raise BadDate("weekday")
    return found


def weekday_of(cell: Cell) -> int | None:
    """The weekday a cell names ("sø", "søn", "Søndag"), 0 is Monday; None when it names none."""
    word = as_text(cell).lower().strip(" .,")
    if len(word) < _SHORTEST_WEEKDAY:
        return None
    return next(
        (
            number
            for number, name in enumerate(_WEEKDAYS)
            if name.startswith(word) or name.replace("ø", "o").startswith(word)
        ),
        None,
    )


def as_number(cell: Cell) -> int:
    """A whole number from 0. Raises BadNumber."""
    if isinstance(cell, float):
        return _whole(cell)
    text = as_text(cell).replace("\u2212", "-").replace("–", "-")
    if _WHOLE.fullmatch(text):
        return int(text.replace(" ", ""))
    if _DECIMAL.fullmatch(text):
        return _whole(float(text.replace(" ", "").replace(",", ".")))
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
    weekday = weekday_of(first)
    return (weekday, rest) if weekday is not None and rest else (None, text)


def _parsed(text: str) -> date:
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        return _date(_year(match[3]), int(match[2]), int(match[1]))
    if match := _WORDS.fullmatch(text):
        month = _month(match[2])
        if month:
            return _date(_year(match[3]), month, int(match[1]))
    raise BadDate("year-missing" if _NO_YEAR.fullmatch(text) else "unknown")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate("impossible") from None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(word: str) -> int | None:
    """ "sep", "sept" and "september": the name, or as much of it as tells it from others."""
    if len(word) < _SHORTEST_MONTH:
        return None
    return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)
