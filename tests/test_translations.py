"""Bokmål is complete: every string the code marks has a translation, and none is left over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from build_support import ROOT
from build_support.translations import merged

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {
    "_": None,
    "_p": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
PACKAGES = [ROOT / "core", *sorted(p.parent for p in (ROOT / "plugins").glob("*/plugin.py"))]


def marked(folder: Path) -> Iterator[tuple[str, str]]:
    """Every message id below a folder, with the place it stands."""
    found = extract_from_dir(folder, METHODS, keywords=KEYWORDS)
    for file, line, message, _comments, _context in found:
        yield (message if isinstance(message, str) else message[0]), f"{file}:{line}"


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_every_string_is_in_bokmal(folder: Path) -> None:
    catalog = merged(folder / "translations" / "nb")
    known = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalog
        if message.id
        and all(message.string if isinstance(message.string, tuple) else [message.string])
    }
    missing = {text: place for text, place in marked(folder) if text not in known}
    assert not missing, "\n".join(f"{place}: {text}" for text, place in sorted(missing.items()))


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_no_translation_is_left_over(folder: Path) -> None:
    used = {text for text, _place in marked(folder)}
    left = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in merged(folder / "translations" / "nb")
        if message.id
    } - used
    assert not left, "\n".join(sorted(left))
