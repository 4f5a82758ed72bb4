"""Why a file cannot be read at all."""

from collections.abc import Mapping
from enum import StrEnum

from core.problems import N_, Refused


class Unreadable(StrEnum):
    """The reasons."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    WRONG_KIND = "wrong-kind"
    PROTECTED = "protected"


SENTENCES: Mapping[Unreadable, str] = {
    Unreadable.EMPTY: N_("The file is empty."),
    Unreadable.TOO_LARGE: N_("The file is too large. The limit is 5 MB."),
    Unreadable.WRONG_KIND: N_("This is neither an Excel file (.xlsx) nor CSV. Save it as one."),
    Unreadable.PROTECTED: N_(
        "The file has a password, or is from an old Excel. Save it as .xlsx without a password."
    ),
}


class UnreadableFile(Refused):
    """The file cannot be read; `code` says why. A form shows it at its field "file"."""

    def __init__(self, code: Unreadable) -> None:
        super().__init__(SENTENCES[code], field="file")
        self.code = code
