"""The form of a question of the office's own."""

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField

from core.languages import PUBLIC_LANGUAGES
from plugins.tilbakemelding.models import Kind
from plugins.tilbakemelding.words import gettext, lazy_gettext


def _kinds() -> list[tuple[str, str]]:
    return [
        (Kind.SMILEY.value, gettext("With one of five faces")),
        (Kind.CHOICE.value, gettext("By choosing")),
        (Kind.TEXT.value, gettext("In own words")),
    ]


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """A question by its language; `question_form` adds a field for each."""

    kind = RadioField(
        lazy_gettext("How is it answered?"),
        choices=_kinds,
        default=Kind.SMILEY.value,
        validate_choice=False,
    )

    def chosen(self) -> Kind:
        """How it is answered: with a face, where nothing else we know was sent."""
        return next((one for one in Kind if one.value == self.kind.data), Kind.SMILEY)

    def texts(self) -> Mapping[str, str]:
        """The question, by language."""
        return {code: self[f"text_{code}"].data or "" for code in PUBLIC_LANGUAGES}

    def options(self) -> Mapping[str, Sequence[str]]:
        """What can be chosen, a line each, by language."""
        return {
            code: (self[f"options_{code}"].data or "").splitlines() for code in PUBLIC_LANGUAGES
        }


def question_form() -> QuestionForm:
    """The form with its fields, filled in with what was posted."""
    fields: dict[str, object] = {}
    for code, language in PUBLIC_LANGUAGES.items():
        written = {"lang": code, "dir": language.direction}
        question = lazy_gettext("The question (%(language)s)", language=language.name)
        options = lazy_gettext("What can be chosen (%(language)s)", language=language.name)
        fields[f"text_{code}"] = StringField(question, render_kw=written)
        fields[f"options_{code}"] = TextAreaField(options, render_kw={**written, "rows": 4})
    made: QuestionForm = type("LanguagesForm", (QuestionForm,), fields)()
    return made
