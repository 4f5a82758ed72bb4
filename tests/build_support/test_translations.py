"""Fragments become one catalogue a folder, and contradictions stop the build."""

import gettext
from pathlib import Path

import pytest

from build_support.translations import TranslationsError, compile_all

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def _fragment(root: Path, name: str, body: str, package: str = "core") -> None:
    folder = root / package / "translations" / "nb"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(HEADER + body, encoding="utf-8")


def _read(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_fragments_of_a_folder_are_merged_and_packages_kept_apart(tmp_path: Path) -> None:
    _fragment(tmp_path, "a.po", 'msgid "Save"\nmsgstr "Lagre"\n')
    _fragment(
        tmp_path,
        "b.po",
        'msgid "%(num)d day"\nmsgid_plural "%(num)d days"\n'
        'msgstr[0] "%(num)d dag"\nmsgstr[1] "%(num)d dager"\n',
    )
    _fragment(tmp_path, "c.po", 'msgid "Save"\nmsgstr "Ta vare på"\n', "plugins/example")

    core, plugin = (_read(path) for path in compile_all(tmp_path))

    assert core.gettext("Save") == "Lagre"
    assert core.ngettext("%(num)d day", "%(num)d days", 2) == "%(num)d dager"
    assert plugin.gettext("Save") == "Ta vare på"


def test_two_fragments_may_not_disagree(tmp_path: Path) -> None:
    _fragment(tmp_path, "a.po", 'msgid "Save"\nmsgstr "Lagre"\n')
    _fragment(tmp_path, "b.po", 'msgid "Save"\nmsgstr "Ta vare på"\n')

    with pytest.raises(TranslationsError, match=r"b\.po.*'Save'.*a\.po"):
        compile_all(tmp_path)


def test_a_translation_keeps_the_placeholders(tmp_path: Path) -> None:
    _fragment(tmp_path, "a.po", 'msgid "%(num)d days"\nmsgstr "%(antall)d dager"\n')

    with pytest.raises(TranslationsError, match=r"a\.po"):
        compile_all(tmp_path)


def test_the_same_fragments_give_the_same_file(tmp_path: Path) -> None:
    _fragment(tmp_path, "a.po", 'msgid "Save"\nmsgstr "Lagre"\n')

    first = compile_all(tmp_path)[0].read_bytes()

    assert compile_all(tmp_path)[0].read_bytes() == first


def test_who_reads_while_it_is_compiled_again_reads_a_whole_file(tmp_path: Path) -> None:
    _fragment(tmp_path, "a.po", 'msgid "Save"\nmsgstr "Lagre"\n')
    (target,) = compile_all(tmp_path)
    with target.open("rb") as reader:
        _fragment(tmp_path, "b.po", 'msgid "Undo"\nmsgstr "Angre"\n')
        compile_all(tmp_path)
        before = gettext.GNUTranslations(reader)

    assert before.gettext("Undo") == "Undo"
    assert _read(target).gettext("Undo") == "Angre"
    assert [file.name for file in target.parent.iterdir()] == [target.name]
