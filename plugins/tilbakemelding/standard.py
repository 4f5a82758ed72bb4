"""Questions that are there in every language, and how any question reads in that of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.plugin_api import CountCategory, CountKind
from core.problems import W_
from core.web.plugin_kit import norwegian
from core.web.public_languages import PublicText, in_page_language
from plugins.tilbakemelding.models import Kind, Question
from plugins.tilbakemelding.words import HERE, lazy_gettext, said


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

TOLD_AT_THE_DOOR = tuple(
    CountCategory(f"heard_{key}", CountKind.HEARD, lazy_gettext(text), activity=None)
    for key, text in HEARD.items()
)
"""The same, counted beside the visits."""

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
    return in_page_language(question.texts)


def options_of(question: Question) -> Mapping[str, PublicText]:
    """What can be chosen, by the key that is kept: five faces, or the question's options."""
    if question.kind == Kind.SMILEY:
        return {value: said(word) for value, word in SMILEYS.items()}
    if question.standard:
        return {key: said(text) for key, text in STANDARD[question.standard].options.items()}
    return {one["key"]: in_page_language(one["texts"]) for one in question.options}


def in_norwegian(question: Question) -> tuple[str, Mapping[str, str]]:
    """The question in bokmål, and its options' keys by their bokmål in small letters."""
    if question.standard:
        ours = STANDARD[question.standard]
        keys = {norwegian(HERE, text).casefold(): key for key, text in ours.options.items()}
        return norwegian(HERE, ours.text), keys
    options = {one["texts"]["nb"].casefold(): one["key"] for one in question.options}
    return question.texts["nb"], options


def standard_with(kind: str, wording: str) -> str | None:
    """The standard question of that kind that reads so in bokmål."""
    named = ((key, one) for key, one in STANDARD.items() if one.kind == kind)
    return next((key for key, one in named if norwegian(HERE, one.text) == wording), None)
