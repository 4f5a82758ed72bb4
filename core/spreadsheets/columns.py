"""Columns as a reader declares them, and a line of headings, in any order, as people write it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from core.spreadsheets.cells import Cell, as_text


class Kind(Enum):
    """What a column's cells are."""

    WHOLE = "whole number from 0"
    DAY = "date"
    TEXT = "text"


@dataclass(frozen=True)
class Column:
    """A column, by what people call it: in small letters, with single spaces and no dots.

    A word may stand in several columns: it means the first of them that nothing else on the line
    means. `most` is the highest number, or the most letters. The heading of a `needed` column must
    be there; in one that is `filled` a cell without a number is a problem.
    """

    words: tuple[str, ...]
    kind: Kind = Kind.TEXT
    most: int | None = None
    needed: bool = False
    filled: bool = False


Columns = Mapping[str, Column]
"""By what they mean to the reader."""


def whole(*words: str, most: int, needed: bool = False, filled: bool = False) -> Column:
    """A column of whole numbers from 0 to `most`."""
    return Column(words, Kind.WHOLE, most, needed, filled)


def day(*words: str, needed: bool = True) -> Column:
    """A column of dates."""
    return Column(words, Kind.DAY, None, needed)


def text(*words: str, most: int | None = None, needed: bool = False) -> Column:
    """A column of texts, of at most so many letters."""
    return Column(words, Kind.TEXT, most, needed)


@dataclass(frozen=True)
class Headings:
    """Which column holds what.

    `at` and `names` go from a meaning to its column and to its heading as it is written.
    `unknown` are headings that mean nothing here; `twice` mean what another column means.
    """

    at: Mapping[str, int]
    names: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


def read_headings(cells: Sequence[Cell], columns: Columns) -> Headings | None:
    """The headings of a line; None when it does not name every column that is needed."""
    meanings = [_meanings(cell, columns) for cell in cells]
    plain = {found[0] for found in meanings if len(found) == 1}
    at: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for number, (cell, found) in enumerate(zip(cells, meanings, strict=True)):
        free = [one for one in found if one not in at and (len(found) == 1 or one not in plain)]
        if free:
            at[free[0]] = number
        else:
            (twice if found else unknown).append(as_text(cell))
    if not at.keys() >= {meaning for meaning, one in columns.items() if one.needed}:
        return None
    names = {meaning: as_text(cells[number]) for meaning, number in at.items()}
    return Headings(at, names, tuple(filter(None, unknown)), tuple(twice))


def needed_words(columns: Columns) -> str:
    """What the needed columns are called, for a sentence."""
    return ", ".join(one.words[0] for one in columns.values() if one.needed)


def _meanings(cell: Cell, columns: Columns) -> list[str]:
    """What a heading may mean, whatever its case, dots, underscores and spaces."""
    plain = as_text(cell).lower().replace("_", " ").replace(".", " ")
    word = " ".join(plain.split()).strip(" :")
    return [meaning for meaning, one in columns.items() if word in one.words]
