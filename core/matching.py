"""Whether a text holds what somebody searches for.

SQLite's LIKE and lower() know the letters a–z only ("ÅPEN" would not find "Åpen barnehage"), and
PostgreSQL's depend on the server's locale. A district has hundreds of rows to search, so the
comparison is made here, alike on both; nothing typed is ever a wildcard.
"""

import unicodedata

_AFTER_Z = str.maketrans("æäøöå", "\ue000\ue000\ue001\ue001\ue002")


def folded(text: str) -> str:
    """A text as it is compared: without case, one spelling of each letter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def alphabetical(text: str) -> str:
    """What to sort a text by: without case, æ, ø and å after z, in that order."""
    return folded(text).translate(_AFTER_Z)


def matches(query: str, *texts: str | None) -> bool:
    """Whether every word of the query is somewhere in the texts. An empty query matches nothing."""
    words = folded(query).split()
    whole = " ".join(folded(text) for text in texts if text)
    return bool(words) and all(word in whole for word in words)
