"""Whether a text holds what somebody searches for.

SQLite's LIKE and lower() know the letters a–z only ("ÅPEN" would not find "Åpen barnehage"), and
PostgreSQL's depend on the server's locale. A district has hundreds of rows to search, so the
comparison is made here, alike on both; nothing typed is ever a wildcard.
"""

import unicodedata


def folded(text: str) -> str:
    """A text as it is compared: without case, one spelling of each letter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def matches(query: str, *texts: str | None) -> bool:
    """Whether every word of the query is somewhere in the texts. An empty query matches nothing."""
    words = folded(query).split()
    whole = " ".join(folded(text) for text in texts if text)
    return bool(words) and all(word in whole for word in words)
