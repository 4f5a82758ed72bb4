"""The languages residents read, and which of them a translator has been through."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PublicLanguage:
    """A language of the public pages. `name` is its own; `direction` is "ltr" or "rtl"."""

    code: str
    name: str
    direction: str = "ltr"


_ALL = (
    PublicLanguage("nb", "Norsk"),
    PublicLanguage("en", "English"),
    PublicLanguage("ar", "العربية", "rtl"),
    PublicLanguage("ur", "اردو", "rtl"),
    PublicLanguage("so", "Soomaali"),
    PublicLanguage("pl", "Polski"),
    PublicLanguage("ta", "தமிழ்"),
    PublicLanguage("ti", "ትግርኛ"),
    PublicLanguage("uk", "Українська"),
)

NORWEGIAN = _ALL[0]
PUBLIC_LANGUAGES: Mapping[str, PublicLanguage] = {one.code: one for one in _ALL}
"""By code, in the order they are offered. A new one needs a `public.po` in each package."""

OURS = frozenset({"nb", "en"})
"""Written by those who make the program; the others wait for a translator's look."""
