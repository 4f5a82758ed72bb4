"""Forms with a field for each language residents read."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from core.languages import PUBLIC_LANGUAGES
from core.text import Text

Form = TypeVar("Form", bound=FlaskForm)
_LINES = 4


def in_every_language(
    form: type[Form],
    texts: Mapping[str, Callable[[str], Text]],
    lists: Mapping[str, Callable[[str], Text]],
) -> Form:
    """The form, filled in with what was posted, and with `<name>_nb`, `<name>_ar`… of each name.

    `texts` are a line, `lists` several. The label is made of the language's own name.
    """
    fields: dict[str, object] = {}
    for code, language in PUBLIC_LANGUAGES.items():
        written = {"lang": code, "dir": language.direction}
        for name, label in texts.items():
            fields[f"{name}_{code}"] = StringField(label(language.name), render_kw=written)
        for name, label in lists.items():
            area = TextAreaField(label(language.name), render_kw={**written, "rows": _LINES})
            fields[f"{name}_{code}"] = area
    made: Form = type(f"{form.__name__}InLanguages", (form,), fields)()
    return made


def written_in(form: FlaskForm, name: str) -> Mapping[str, str]:
    """What was written under that name, by language."""
    return {code: form[f"{name}_{code}"].data or "" for code in PUBLIC_LANGUAGES}
