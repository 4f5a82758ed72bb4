"""The strings a package marks for translation, and those it has in bokmål."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

_METHODS = (("**.py", "python"), ("**/templates/**.html", "jinja2"))
OWN: Mapping[str, Any] = {
    "_p": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
"""What marks a plugin's own strings. In its templates `_` is core's text and `_p` its own."""


def marked(folder: Path, keywords: Mapping[str, Any] = OWN) -> Iterator[tuple[str, str]]:
    """Every message id that is marked with these keywords, with the place it stands."""
    found = extract_from_dir(folder, _METHODS, keywords=keywords)
    for file, line, message, _comments, _context in found:
        yield (message if isinstance(message, str) else message[0]), f"{file}:{line}"


def untranslated(folder: Path) -> list[str]:
    """A plugin's strings that `translations/nb/` lacks; none where it has no translations."""
    files = sorted((folder / "translations" / "nb").rglob("*.po"))
    known = {name for file in files for name in _translated(file)}
    return [f"{place}: {text}" for text, place in marked(folder) if files and text not in known]


def _translated(file: Path) -> Iterator[str]:
    with file.open("rb") as opened:
        for message in read_po(opened, locale="nb", abort_invalid=True):
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and all(strings) and not message.fuzzy:
                yield message.id if isinstance(message.id, str) else message.id[0]
