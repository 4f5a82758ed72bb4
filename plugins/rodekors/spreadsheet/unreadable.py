"""Why a file cannot be read at all."""

from enum import StrEnum


class Unreadable(StrEnum):
    """The reasons."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    WRONG_KIND = "wrong-kind"
    PROTECTED = "protected"


class UnreadableFile(Exception):
    """The file cannot be read; `code` says why."""

    def __init__(self, code: Unreadable) -> None:
        super().__init__(code.value)
        self.code = code
