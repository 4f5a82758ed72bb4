"""A line of headings, in any order, as people write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.spreadsheets.cells import Cell, as_text

_NEEDED = frozenset({"date", "adults", "children"})
_SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(("dato", "åpningsdag"), "date"),
    "dag": "day",
    **dict.fromkeys(("ukedag", "dagnavn"), "weekday"),
    **dict.fromkeys(("voksne", "voksen", "antall voksne", "ant voksne"), "adults"),
    **dict.fromkeys(("barn", "antall barn", "ant barn", "barn og unge"), "children"),
    **dict.fromkeys(("nye voksne", "nye v", "nye foreldre", "førstegangs voksne"), "new_adults"),
    **dict.fromkeys(("nye barn", "nye b", "førstegangs barn"), "new_children"),
    **dict.fromkeys(("frivillige", "vakter", "på vakt", "antall frivillige"), "volunteers"),
    **dict.fromkeys(("merknad", "merknader", "kommentar", "kommentarer", "stengt"), "remark"),
}


@dataclass(frozen=True)
class Headings:
    """Which column holds what.

    `columns` and `names` go from a meaning to its column and to its heading as it is written.
    `unknown` are headings that mean nothing here; `twice` mean what another column means.
    """

    columns: Mapping[str, int]
    names: Mapping[str, str]
    unknown: tuple[str, ...]
    twice: tuple[str, ...]


def read_headings(cells: Sequence[Cell]) -> Headings | None:
    """The headings of a line; None when it does not name a date, adults and children."""
    meanings = [_meaning(cell) for cell in cells]
    # Beside "Dato", "Dag" is the name of the day; alone it is the date
    day = "weekday" if "date" in meanings else "date"
    columns: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for column, meaning in enumerate(meanings):
        meaning = day if meaning == "day" else meaning
        if meaning is None:
            unknown.append(as_text(cells[column]))
        elif meaning in columns:
            twice.append(as_text(cells[column]))
        else:
            columns[meaning] = column
    if not columns.keys() >= _NEEDED:
        return None
    names = {meaning: as_text(cells[column]) for meaning, column in columns.items()}
    return Headings(columns, names, tuple(filter(None, unknown)), tuple(twice))


def _meaning(cell: Cell) -> str | None:
    """What a heading means, whatever its case, underscores and spaces."""
    text = as_text(cell).lower().replace("_", " ").replace(".", " ")
    return _SYNONYMS.get(" ".join(text.split()).strip(" :"))
