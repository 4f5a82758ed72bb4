"""A form one resident after the other answers, maybe on the same telephone.

    add_form(bp, "/<activity>/say", public, opened, HandedOver(begin, form, answer))

There may be several ways to one form, as the staff's telephone and a code on the wall.

What was answered travels in the browser's signed cookie until it is saved, never in an address, and
every form is answered by a redirect. So answers are kept while the language changes, and the back
button finds an empty form, and nothing to send again.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from flask import Blueprint, redirect, request
from flask import session as cookie
from werkzeug.wrappers import Response

from core.web.public_languages import in_public_language, public_page

Found = TypeVar("Found")
_KEY = "handed-over"
_MOST_KEPT = 450
"""Letters of a text. A cookie is small; what is too long to be saved can still be shortened."""


@dataclass(frozen=True)
class Draft:
    """The answers to one form so far, by field; `of` names the form.

    `token` is made where the form is, so that one that is sent twice counts once. `wrong` is why
    it was not saved, as message ids by field; "" is for the whole.
    """

    of: str
    token: str
    answers: Mapping[str, list[str]]
    wrong: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HandedOver(Generic[Found]):
    """A form's pages: its beginning, where a language is chosen, the form, and what it is sent to.

    Each gets what is asked. The first calls `nothing_left`, the last `answered`.
    """

    begin: Callable[[Found], str]
    form: Callable[[Found], str]
    answer: Callable[[Found], Response]


def nothing_left() -> None:
    """Forget what was answered: the next person begins."""
    cookie.pop(_KEY, None)


def draft_of(of: str) -> Draft:
    """What was answered so far of that form; else a new one."""
    found = cookie.get(_KEY)
    return Draft(**found) if found and found["of"] == of else Draft(of, str(uuid4()), {})


def sent_draft(of: str, answers: Mapping[str, list[str]]) -> Draft:
    """What was sent of that form just now, with its field `token`."""
    try:
        token = UUID(request.form.get("token", ""))
    except ValueError:
        token = uuid4()
    return Draft(of, str(token), answers)


def sent_text(name: str) -> list[str]:
    """The text that was sent in a field; none where it is blank."""
    text = request.form.get(name, "").replace("\r\n", "\n").strip()
    return [text[:_MOST_KEPT]] if text else []


def sent_choices(name: str, known: Container[str]) -> list[str]:
    """The choices that were sent in a field; what cannot be chosen is passed over."""
    return [one for one in dict.fromkeys(request.form.getlist(name)) if one in known]


def answered(
    draft: Draft,
    save: Callable[[], Mapping[str, str]],
    *,
    form_at: Callable[[str], str],
    done_at: Callable[[str], str],
) -> Response:
    """Save it, or go on in the language somebody pressed (the form's `switch`).

    `save` gives what is wrong, as a draft has it. `form_at` and `done_at` are addresses, by the
    language's code.
    """
    switches = "switch" in request.form
    language = request.form.get("switch") or public_page().language.code
    wrong = {} if switches else {**save()}
    if not (switches or wrong):
        nothing_left()
        return redirect(done_at(language), 303)
    cookie[_KEY] = {**asdict(draft), "wrong": wrong}
    return redirect(form_at(language), 303)


def add_form(
    bp: Blueprint,
    at: str,
    declare: Callable[[Callable[..., Any]], Callable[..., Any]],
    opened: Callable[..., Found],
    pages: HandedOver[Found],
    start: str = "",
) -> None:
    """Give a blueprint one way to a form; endpoints are `<way>_begin`, `<way>_form` and so on.

    The way is the last part of the address `at`, below which the beginning stands at `start`.
    `declare` says who may open it. `opened` gets the address's own parts and gives what the
    pages show, or raises NotFound or Forbidden.
    """
    way = at.rpartition("/")[2]
    for name, rule, method, page in (
        ("begin", start, "GET", pages.begin),
        ("form", "/questions", "GET", pages.form),
        ("answer", "/questions", "POST", pages.answer),
    ):
        view = declare(in_public_language(partial(_show, page, opened)))
        bp.add_url_rule(at + rule, f"{way}_{name}", view, methods=[method])


def _show(
    page: Callable[[Found], str | Response], opened: Callable[..., Found], **parts: str
) -> str | Response:
    return page(opened(**parts))
