"""The strings a package marks for translation, and those it has in bokmål."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from core.languages import PUBLIC_LANGUAGES

_METHODS = (("**.py", "python"), ("**/templates/**.html", "jinja2"))
OWN: Mapping[str, Any] = {
    "_p": None,
    "_pw": None,
    "W_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
"""What marks a plugin's own strings. In its templates `_` is core's text and `_p` its own."""

PUBLIC: Mapping[str, Any] = {"_pw": None, "W_": None}
"""Of these, what residents read: in every public language. In core's templates it is `_w`."""


def marked(folder: Path, keywords: Mapping[str, Any] = OWN) -> Iterator[tuple[str, str]]:
    """Every message id that is marked with these keywords, with the place it stands."""
    found = extract_from_dir(folder, _METHODS, keywords=keywords)
    for file, line, message, _comments, _context in found:
        yield (message if isinstance(message, str) else message[0]), f"{file}:{line}"


def untranslated(folder: Path) -> list[str]:
    """A plugin's strings that its translations lack; none where it has no translations.

    Every string is in bokmål, and those residents read in the other public languages.
    """
    lacking = _lacking(folder, "nb", OWN)
    for language in PUBLIC_LANGUAGES.keys() - {"nb", "en"}:
        lacking += _lacking(folder, language, PUBLIC)
    return lacking


def _lacking(folder: Path, language: str, keywords: Mapping[str, Any]) -> list[str]:
    known = translated_in(folder, language)
    if not (folder / "translations").is_dir():
        return []
    return [
        f"{place}: {text} ({language})"
        for text, place in marked(folder, keywords)
        if text not in known
    ]


def translated_in(folder: Path, language: str) -> set[str]:
    """The message ids a package has in a language."""
    files = sorted((folder / "translations" / language).rglob("*.po"))
    return {name for file in files for name in _translated(file, language)}


def _translated(file: Path, language: str) -> Iterator[str]:
    with file.open("rb") as opened:
        for message in read_po(opened, locale=language, abort_invalid=True):
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and all(strings) and not message.fuzzy:
                yield message.id if isinstance(message.id, str) else message.id[0]
