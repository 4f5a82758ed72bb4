"""Which language a person reads: chosen, the account's, the browser's, else bokmål."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import current_app, g, request, session
from flask_babel import Babel, gettext, refresh

from core.problems import Term

LANGUAGES: Mapping[str, str] = {"nb": "Norsk bokmål", "en": "English"}
_BROWSER: Mapping[str, str] = {"nb": "nb", "no": "nb", "nn": "nb", "en": "en"}

View = TypeVar("View", bound=Callable[..., object])
_MARK = "innbyggerbasen_keeps_no_language"


def language() -> str:
    """The language of this request: "nb" or "en"."""
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    found = g.get("here")
    if found is not None and found.access is not None:
        chosen = found.access.actor.language
        if chosen in LANGUAGES:
            return str(chosen)
    return _BROWSER[request.accept_languages.best_match(list(_BROWSER), default="nb")]


def keeps_no_language(view: View) -> View:
    """Mark a view whose `?lang=` is a resident's, on a telephone that may be the staff's."""
    setattr(view, _MARK, True)
    return view


def remember_language() -> None:
    """Keep what `?lang=` asks for, on any page but the residents'."""
    if hasattr(current_app.view_functions.get(request.endpoint or ""), _MARK):
        return
    asked = request.args.get("lang")
    if asked in LANGUAGES and session.get("language") != asked:
        session["language"] = asked
        refresh()


def install(babel: Babel, app: object, folder: str) -> None:
    """Core's own messages; each plugin has a domain of its own (`core.web.plugin_kit`)."""
    babel.init_app(
        app,
        default_locale="nb",
        default_timezone="Europe/Oslo",
        default_translation_directories=folder,
        locale_selector=language,
    )


def translated(message: str, values: dict[str, object]) -> str:
    """A problem's message in the person's language, with its values."""
    text = gettext(message)
    terms = {key: gettext(value) for key, value in values.items() if isinstance(value, Term)}
    return str(text % {**values, **terms} if values else text)
