"""The form of a question of the office's own."""

from flask_wtf import FlaskForm
from wtforms import RadioField

from core.web.forms_languages import in_every_language
from plugins.tilbakemelding.models import Kind
from plugins.tilbakemelding.words import gettext, lazy_gettext


def _kinds() -> list[tuple[str, str]]:
    return [
        (Kind.SMILEY.value, gettext("With one of five faces")),
        (Kind.CHOICE.value, gettext("By choosing")),
        (Kind.TEXT.value, gettext("In own words")),
    ]


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """How a question is answered; `question_form` adds the question in each language."""

    kind = RadioField(
        lazy_gettext("How is it answered?"),
        choices=_kinds,
        default=Kind.SMILEY.value,
        validate_choice=False,
    )

    def chosen(self) -> Kind:
        """How it is answered: with a face, where nothing else we know was sent."""
        return next((one for one in Kind if one.value == self.kind.data), Kind.SMILEY)


def question_form() -> QuestionForm:
    """The form with its fields, filled in with what was posted."""
    return in_every_language(
        QuestionForm,
        {"text": lambda name: lazy_gettext("The question (%(language)s)", language=name)},
        {"options": lambda name: lazy_gettext("What can be chosen (%(language)s)", language=name)},
    )
