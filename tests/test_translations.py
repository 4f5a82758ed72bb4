"""Bokmål is complete: every string the code marks has a translation, and none is left over."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from build_support import ROOT
from build_support.translations import merged
from core.testing.strings import OWN, marked

FROM_CORE = {"_": None}
"""In a plugin's templates `_` is core's text and `_p` the plugin's own."""
CORE = ROOT / "core"
PLUGINS = sorted(p.parent for p in (ROOT / "plugins").glob("*/plugin.py"))
PACKAGES = [CORE, *PLUGINS]


def own(folder: Path) -> Iterator[tuple[str, str]]:
    """Every message id of a package's own, with the place it stands."""
    return marked(folder, {**OWN, **FROM_CORE} if folder == CORE else OWN)


def known_in(folder: Path) -> set[str]:
    """The message ids a package has in bokmål."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in merged(folder / "translations" / "nb")
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
