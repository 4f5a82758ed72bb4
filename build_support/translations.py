"""Merges the .po fragments of each translations folder and compiles them to messages.mo.

`<package>/translations/<locale>/*.po` becomes `<locale>/LC_MESSAGES/messages.mo`. Fragments keep
areas apart for those who write them; gettext reads one file. `python -m build_support.translations`
does it by hand. The .mo files are never committed.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from build_support import ROOT

# Fixed, so that the same fragments give the same file
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)


class TranslationsError(ValueError):
    """A fragment cannot be used; the message names the file and the string."""


def locale_folders(root: Path = ROOT) -> Iterator[Path]:
    """Every `translations/<locale>` folder with fragments, of core and the plugins here."""
    for pattern in ("core/translations/*", "plugins/*/translations/*"):
        yield from sorted(folder for folder in root.glob(pattern) if any(folder.glob("*.po")))


def merged(folder: Path) -> Catalog:
    """One catalogue of all fragments in a locale folder.

    Raises TranslationsError where two fragments translate one string differently, or where a
    translation's placeholders are not those of the string.
    """
    catalog = _empty(folder.name)
    origin: dict[tuple[object, object], str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            fragment = read_po(file, locale=folder.name, abort_invalid=True)
        for message in fragment:
            if message.id:
                _add(catalog, origin, message, path)
    return catalog


def compile_all(root: Path = ROOT) -> list[Path]:
    """Writes every messages.mo and returns their paths. Raises TranslationsError."""
    written = []
    for folder in locale_folders(root):
        target = folder / "LC_MESSAGES" / "messages.mo"
        catalog = merged(folder)
        target.parent.mkdir(exist_ok=True)
        # Put in place at once: a program that runs from this folder never reads half a catalogue
        fresh = target.with_name("new.mo")
        with fresh.open("wb") as file:
            write_mo(file, catalog)
        fresh.replace(target)
        written.append(target)
    return written


def _empty(locale: str) -> Catalog:
    return Catalog(
        locale=locale,
        project="innbyggerbasen",
        creation_date=_WRITTEN,
        revision_date=_WRITTEN,
        fuzzy=False,
    )


def _add(
    catalog: Catalog, origin: dict[tuple[object, object], str], message: Message, path: Path
) -> None:
    key = (message.context, message.id)
    known = catalog.get(message.id, message.context)
    if known is not None and known.string != message.string:
        raise TranslationsError(
            f"{path}: {message.id!r} is translated otherwise in {origin[key]}; keep one of them."
        )
    for problem in message.check(catalog):
        raise TranslationsError(f"{path}: {message.id!r}: {problem}")
    origin[key] = path.name
    catalog.add(message.id, message.string, flags=message.flags, context=message.context)


if __name__ == "__main__":
    try:
        compile_all()
    except TranslationsError as error:
        sys.exit(str(error))
