"""What is written and read in several languages: fields, the page's choice, and whose words."""

from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from flask_wtf import FlaskForm

from build_support import ROOT
from core.languages import PUBLIC_LANGUAGES
from core.problems import W_
from core.web.forms_languages import in_every_language, written_in
from core.web.plugin_kit import norwegian, plugin_domain, public_words
from core.web.public_languages import in_page_language

sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
TEXTS = {"nb": "Når?", "en": "When?", "ar": "متى؟"}


@sqlite
def test_a_form_has_a_field_for_each_language_and_keeps_what_was_typed(app: Flask) -> None:
    typed = {"text_ar": "متى؟", "options_nb": "Dag\nKveld"}
    with app.test_request_context(method="POST", data=typed):
        form = in_every_language(
            FlaskForm, {"text": lambda name: f"In {name}"}, {"options": lambda name: f"Of {name}"}
        )
        assert len(form._fields) - len(FlaskForm()._fields) == 2 * len(PUBLIC_LANGUAGES)
        assert form["text_so"].label.text == "In Soomaali"
        assert 'dir="rtl"' in form["text_ar"]()
        assert 'lang="pl"' in form["options_pl"]()
        assert written_in(form, "text") == dict.fromkeys(PUBLIC_LANGUAGES, "") | {"ar": "متى؟"}
        assert written_in(form, "options")["nb"] == "Dag\nKveld"


@sqlite
@pytest.mark.parametrize(
    ("language", "shown", "beside"),
    [("nb", "Når?", None), ("ar", "متى؟", "Når?"), ("pl", "When?", "Når?")],
)
def test_a_text_is_read_in_the_pages_language_or_else_in_english(
    app: Flask, language: str, shown: str, beside: str | None
) -> None:
    with app.test_request_context(), force_locale(language):
        found = in_page_language(TEXTS)
        alone = in_page_language({"nb": "Når?"})
    assert (found, found.norwegian) == (shown, beside)
    assert (alone, alone.norwegian) == ("Når?", None)


@sqlite
def test_a_plugin_without_words_of_its_own_says_cores(app: Flask, tmp_path: Path) -> None:
    said = public_words(plugin_domain(tmp_path))
    with app.test_request_context(), force_locale("pl"):
        found = said(W_("Language"))
        unknown = said("Nobody has translated %(this)s.", this="it")
    assert (found, found.norwegian) == ("Język", "Språk")
    assert unknown == "Nobody has translated it."


def test_bokmal_is_read_without_a_page() -> None:
    assert norwegian(ROOT / "core", "Language") == "Språk"
