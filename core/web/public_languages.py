"""Pages residents open: each in a language they read, with Norwegian beside it where it helps.

    @bp.get("/denne-uka")
    @public
    @in_public_language
    def week() -> str: …          # a template that extends "public/base.html"

`?lang=ar` chooses; without it the browser's language does, and else Norwegian. While the view runs,
flask_babel's locale is that language, so that texts, dates and weekdays follow it. It is kept in no
cookie: the staff's own language stays theirs, and links carry it on (`public_url`).

Public texts are marked with `_w("…")` in core's templates, `_pw("…")` in a plugin's, and
`W_("…")` in Python; a test holds that each is translated to every language, in the `public.po` of
its package. They take no plural forms, which differ too much from language to language.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, cast
from urllib.parse import urlencode

from flask import Flask, g, request, url_for
from flask_babel import force_locale, get_locale, gettext
from werkzeug.datastructures import LanguageAccept

from core.languages import NORWEGIAN, PUBLIC_LANGUAGES, PublicLanguage
from core.languages.service import is_checked
from core.web.here import reading
from core.web.languages import keeps_no_language

_Parameters = ParamSpec("_Parameters")


class PublicText(str):
    """A text in the resident's language. `norwegian` is the same in bokmål, None where that is it.

    An ordinary string otherwise; `macros/public.html` shows the two beside one another.
    """

    __slots__ = ("norwegian",)
    norwegian: str | None

    def __new__(cls, text: str, norwegian: str | None) -> "PublicText":
        """The two."""
        made = super().__new__(cls, text)
        made.norwegian = norwegian
        return made


@dataclass(frozen=True)
class Choice:
    """A language in the chooser, with the address of this page in it."""

    language: PublicLanguage
    url: str
    current: bool


@dataclass(frozen=True)
class PublicPage:
    """What `public/base.html` knows of the page. Not `checked`: it says that no translator was."""

    language: PublicLanguage
    checked: bool

    @property
    def choices(self) -> Sequence[Choice]:
        """Every language, with this page's address in it."""
        return [
            Choice(one, _address_in(one.code), one is self.language)
            for one in PUBLIC_LANGUAGES.values()
        ]


def install(app: Flask) -> None:
    """Give templates `_w`, `public` and `public_url`."""

    @app.context_processor
    def give() -> dict[str, Any]:
        return {"_w": translator(gettext), "public": g.get("public"), "public_url": public_url}


def in_public_language(view: Callable[_Parameters, Any]) -> Callable[_Parameters, Any]:
    """A view of a page residents read, in the language they chose; with @public or @requires."""

    @wraps(view)
    def chosen(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> Any:
        language = _chosen()
        with reading() as session:
            g.public = PublicPage(language, is_checked(session, language.code))
        with force_locale(language.code):
            return view(*args, **kwargs)

    return keeps_no_language(chosen)


def translator(gettext: Callable[..., str]) -> Callable[..., PublicText]:
    """`_w` of a domain: takes a message id and its values, gives the text and its Norwegian."""

    def said(message: str, **values: object) -> PublicText:
        locale = get_locale()
        if locale is None or locale.language == NORWEGIAN.code:
            return PublicText(gettext(message, **values), None)
        text = gettext(message, **values)
        with force_locale(NORWEGIAN.code):
            return PublicText(text, gettext(message, **values))

    return said


def in_page_language(texts: Mapping[str, str]) -> PublicText:
    """What the district wrote in several languages, bokmål among them, in that of the page.

    Where it is not written in that language it is English, and where it is not in English, bokmål.
    """
    locale, norwegian = get_locale(), texts[NORWEGIAN.code]
    language = locale.language if locale else NORWEGIAN.code
    text = texts.get(language) or texts.get("en") or norwegian
    return PublicText(text, None if text == norwegian else norwegian)


def public_url(endpoint: str, **values: Any) -> str:
    """The address of another public page, in the language of this one."""
    return url_for(endpoint, **values, lang=public_page().language.code)


def public_page() -> PublicPage:
    """The page's language, inside a view that is `in_public_language`."""
    return cast("PublicPage", g.public)


def _chosen() -> PublicLanguage:
    asked = PUBLIC_LANGUAGES.get(request.values.get("lang", ""))
    if asked is not None:
        return asked
    accepted: LanguageAccept = request.accept_languages
    best = accepted.best_match(list(PUBLIC_LANGUAGES), default=NORWEGIAN.code)
    return PUBLIC_LANGUAGES[best]


def _address_in(code: str) -> str:
    return f"{request.path}?{urlencode({**request.args, 'lang': code})}"
