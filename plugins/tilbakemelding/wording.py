"""Questions and options as they are read, in the language of the page."""

from collections.abc import Mapping

from flask_babel import get_locale

from core.web.public_languages import PublicText
from plugins.tilbakemelding.models import Kind, Question
from plugins.tilbakemelding.standard import SMILEYS, STANDARD
from plugins.tilbakemelding.words import said


def text_of(question: Question) -> PublicText:
    """The question in the language of the page, with its Norwegian."""
    if question.standard:
        return said(STANDARD[question.standard].text)
    return _own(question.texts)


def options_of(question: Question) -> Mapping[str, PublicText]:
    """What can be chosen, by the key that is kept: five faces, or the question's options."""
    if question.kind == Kind.SMILEY:
        return {value: said(word) for value, word in SMILEYS.items()}
    if question.standard:
        return {key: said(text) for key, text in STANDARD[question.standard].options.items()}
    return {one["key"]: _own(one["texts"]) for one in question.options}


def _own(texts: Mapping[str, str]) -> PublicText:
    locale = get_locale()
    language = locale.language if locale else "nb"
    norwegian = texts["nb"]
    text = texts.get(language) or texts.get("en") or norwegian
    return PublicText(text, None if language == "nb" or text == norwegian else norwegian)
