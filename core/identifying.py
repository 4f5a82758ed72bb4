"""Whether a text says who somebody is: what people write about an offer shall name nobody.

Only what a machine can be sure of is found: numbers and addresses. A name, or a story that could
be of one person only, is for people to see.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

import phonenumbers
from stdnum.no import fodselsnummer

from core.problems import N_, W_, Refused

_ELEVEN = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){10}(?!\d)")
_DATE = re.compile(r"\d{1,2}\D\d{1,2}\D\d{4}")
_YEARS = re.compile(r"(?:19|20)\d\d\s*[-–—/]\s*(?:19|20)\d\d")
_GLUED = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\W\d_]{2,}")


class Tell(StrEnum):
    """What gives somebody away."""

    IDENTITY_NUMBER = "identity-number"
    TELEPHONE = "telephone"
    EMAIL = "email"


_SENTENCES: Mapping[Tell, str] = {
    Tell.IDENTITY_NUMBER: N_("Take out the identity number: nobody may be recognised."),
    Tell.TELEPHONE: N_("Take out the telephone number: nobody may be recognised."),
    Tell.EMAIL: N_("Take out the e-mail address: nobody may be recognised."),
}

_TO_RESIDENTS: Mapping[Tell, str] = {
    Tell.IDENTITY_NUMBER: W_(
        "This looks like an identity number. Take it out: we do not want to know who you are."
    ),
    Tell.TELEPHONE: W_(
        "This looks like a telephone number. Take it out: we do not want to know who you are."
    ),
    Tell.EMAIL: W_(
        "This looks like an e-mail address. Take it out: we do not want to know who you are."
    ),
}
MOST_OF_RESIDENTS = 300
"""Letters of what residents write."""


def problem_of_residents(text: str) -> str | None:
    """Why what a resident wrote cannot be kept, as a public message id; None where it can."""
    if len(text) > MOST_OF_RESIDENTS:
        return W_("This is too long. Write at most 300 letters.")
    tell = tells_who(text)
    return None if tell is None else _TO_RESIDENTS[tell]


def naming_nobody(text: str | None, field: str, most: int) -> str | None:
    """The text without outer spaces, to be kept; None where there is none.

    Raises Refused at the field when it is longer than `most` letters, or gives somebody away.
    """
    found = (text or "").strip()
    if len(found) > most:
        raise Refused(N_("Write it in at most %(n)s letters."), field=field, n=most)
    tell = tells_who(found)
    if tell is not None:
        raise Refused(_SENTENCES[tell], field=field)
    return found or None


def tells_who(text: str) -> Tell | None:
    """The first thing in a text that gives somebody away; None where nothing is found.

    Eleven digits together are taken for an identity number, valid or not; spaced, where they are
    a valid one. Telephone numbers are Norwegian, or begin with the country's.
    """
    plain = _plain(text)
    if any(_is_identity(found[0]) for found in _ELEVEN.finditer(plain)):
        return Tell.IDENTITY_NUMBER
    # A number that is written into a word is no number to the matcher
    numbers = phonenumbers.PhoneNumberMatcher(_GLUED.sub(" ", plain), "NO")
    if any(not _is_time(found.raw_string) for found in numbers):
        return Tell.TELEPHONE
    return Tell.EMAIL if _EMAIL.search(plain) else None


def _plain(text: str) -> str:
    """With the digits of any script as ours, and without what is not seen."""
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in text
        if unicodedata.category(letter) != "Cf"
    )


def _is_identity(digits: str) -> bool:
    return digits.isdigit() or bool(fodselsnummer.is_valid(re.sub(r"\D", "", digits)))


def _is_time(text: str) -> bool:
    """A date, or one year to another."""
    return bool(_DATE.fullmatch(text) or _YEARS.fullmatch(text))
