"""Bokmål is complete, so are the public strings in residents' languages, and none is left over."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from build_support import ROOT
from build_support.translations import merged
from core.languages import OURS, PUBLIC_LANGUAGES
from core.testing.strings import OWN, PUBLIC, marked

FROM_CORE = {"_": None, "_w": None}
"""In a plugin's templates `_` is core's text and `_p` the plugin's own."""
PUBLIC_FROM_CORE = {"_w": None}
THEIRS = sorted(PUBLIC_LANGUAGES.keys() - OURS)
CORE = ROOT / "core"
PLUGINS = sorted(p.parent for p in (ROOT / "plugins").glob("*/plugin.py"))
PACKAGES = [CORE, *PLUGINS]


Marked = Sequence[tuple[str, str]]


@cache
def own(folder: Path) -> Marked:
    """Every message id of a package's own, with the place it stands."""
    return list(marked(folder, {**OWN, **FROM_CORE} if folder == CORE else OWN))


@cache
def public(folder: Path) -> Marked:
    """Of these, what residents read."""
    return list(marked(folder, {**PUBLIC, **PUBLIC_FROM_CORE} if folder == CORE else PUBLIC))


def known_in(folder: Path, language: str = "nb") -> set[str]:
    """The message ids a package has in a language."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in merged(folder / "translations" / language)
        if message.id and all(_strings(message))
    }


def _strings(message: Message) -> Sequence[str]:
    return message.string if isinstance(message.string, tuple) else [message.string]


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_every_string_is_in_bokmal(folder: Path) -> None:
    known = known_in(folder)
    missing = {text: place for text, place in own(folder) if text not in known}
    assert not missing, "\n".join(f"{place}: {text}" for text, place in sorted(missing.items()))


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda folder: folder.name)
def test_what_a_plugin_takes_from_core_is_there(folder: Path) -> None:
    known = known_in(CORE)
    missing = {text for text, _place in marked(folder, FROM_CORE) if text not in known}
    assert not missing, "\n".join(sorted(missing))


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_no_translation_is_left_over(folder: Path) -> None:
    used = {text for text, _place in own(folder)}
    left = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in merged(folder / "translations" / "nb")
        if message.id
    } - used
    assert not left, "\n".join(sorted(left))


@pytest.mark.parametrize("language", THEIRS)
@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_what_residents_read_is_in_their_language_and_nothing_else(
    folder: Path, language: str
) -> None:
    assert known_in(folder, language) == {text for text, _place in public(folder)}


@pytest.mark.parametrize("folder", PLUGINS, ids=lambda folder: folder.name)
def test_what_residents_read_of_cores_is_public_in_core(folder: Path) -> None:
    known = {text for text, _place in public(CORE)}
    assert not {text for text, _place in marked(folder, PUBLIC_FROM_CORE)} - known
