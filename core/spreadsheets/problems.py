"""What is wrong with a line of a spreadsheet: a sentence, with what to do, and where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.problems import N_


class Code(StrEnum):
    """What can be wrong with any table. Each is its sentence, a message id."""

    NO_HEADER = N_("No heading is found. A line must name the columns %(text)s.")
    HEADING_TWICE = N_("“%(text)s”: another column means the same. Remove or rename one.")
    COLUMN_IGNORED = N_("The column “%(text)s” is not read.")
    SHEET_IGNORED = N_(
        "The sheet “%(text)s” has such lines too, and is not read. Save it as a file of its own."
    )
    MISSING_DATE = N_("The date is missing.")
    IMPOSSIBLE_DATE = N_("“%(text)s” is a date that does not exist.")
    UNKNOWN_DATE = N_("“%(text)s” cannot be read as a date. Write it as 22.11.2026.")
    YEAR_MISSING = N_("“%(text)s” has no year. Write it as 22.11.2026.")
    WRONG_WEEKDAY = N_("“%(text)s”: the weekday and the date do not agree.")
    FUTURE = N_("“%(text)s” has not come yet.")
    MISSING = N_("%(column)s has no number. If nobody, write 0.")
    NEGATIVE = N_("%(column)s: “%(text)s” is below zero.")
    FRACTION = N_("%(column)s: “%(text)s” is not a whole number.")
    NOT_A_NUMBER = N_("%(column)s: “%(text)s” is not a number. Write the number alone.")
    TOO_MANY = N_("%(column)s: “%(text)s” is more than can be right.")
    TOO_LONG = N_("%(column)s: “%(text)s…” has more than %(most)s letters.")


DATES: Mapping[str, Code] = {
    "missing": Code.MISSING_DATE,
    "impossible": Code.IMPOSSIBLE_DATE,
    "unknown": Code.UNKNOWN_DATE,
    "year-missing": Code.YEAR_MISSING,
    "weekday": Code.WRONG_WEEKDAY,
}
"""By the kind of a `BadDate`."""

NUMBERS: Mapping[str, Code] = {
    "negative": Code.NEGATIVE,
    "fraction": Code.FRACTION,
    "unknown": Code.NOT_A_NUMBER,
}
"""By the kind of a `BadNumber`."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, by line number. `code` is one of `Code`, or a reader's own message id.

    `text` is the cell as it is written, `column` its heading, `most` the limit it is beyond.
    """

    line: int
    code: str
    text: str = ""
    column: str = ""
    most: int | None = None

    @property
    def values(self) -> Mapping[str, object]:
        """What its sentence may name."""
        return {"text": self.text, "column": self.column, "most": self.most}

    def __str__(self) -> str:
        """The sentence in English, as the command line says it."""
        return self.code % self.values
