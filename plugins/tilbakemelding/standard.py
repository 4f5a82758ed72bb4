"""Questions that are there in every language, and how any question reads in that of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import get_locale

from core.problems import W_
from core.web.public_languages import PublicText
from plugins.tilbakemelding.models import Kind, Question
from plugins.tilbakemelding.words import norwegian, said


@dataclass(frozen=True)
class Standard:
    """A question by its message id; options too, by their keys."""

    kind: Kind
    text: str
    options: Mapping[str, str] = field(default_factory=dict)


SMILEYS: Mapping[str, str] = {
    "5": W_("Very good"),
    "4": W_("Good"),
    "3": W_("All right"),
    "2": W_("Bad"),
    "1": W_("Very bad"),
}

HEARD: Mapping[str, str] = {
    "health_station": W_("The health station"),
    "friends": W_("Friends"),
    "facebook": W_("The Facebook group"),
    "poster": W_("A poster"),
    "school": W_("School or kindergarten"),
    "other": W_("Something else"),
}

STANDARD: Mapping[str, Standard] = {
    "overall": Standard(Kind.SMILEY, W_("All in all, how many smileys would you give it?")),
    "heard": Standard(Kind.CHOICE, W_("How did you hear of it?"), HEARD),
    "go_on": Standard(
        Kind.CHOICE,
        W_("Should it go on?"),
        {"yes": W_("Yes"), "no": W_("No"), "unsure": W_("I do not know")},
    ),
    "better": Standard(Kind.TEXT, W_("What is good, and what could be better?")),
}


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


def in_norwegian(question: Question) -> tuple[str, Mapping[str, str]]:
    """The question in bokmål, and its options' keys by their bokmål in small letters."""
    if question.standard:
        ours = STANDARD[question.standard]
        keys = {norwegian(text).casefold(): key for key, text in ours.options.items()}
        return norwegian(ours.text), keys
    options = {one["texts"]["nb"].casefold(): one["key"] for one in question.options}
    return question.texts["nb"], options


def _own(texts: Mapping[str, str]) -> PublicText:
    locale = get_locale()
    language = locale.language if locale else "nb"
    norwegian = texts["nb"]
    text = texts.get(language) or texts.get("en") or norwegian
    return PublicText(text, None if language == "nb" or text == norwegian else norwegian)
