"""Asking: the staff's page, and the form that one resident after the other answers.

What was answered travels in the signed cookie until it is saved, never in an address; every form is
answered by a redirect. So the back button finds an empty form, and nothing to send again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from core.calendar.zones import local_date
from core.problems import W_, NotFound
from core.schedules.models import Activity
from core.schedules.service import by_slug, in_use
from core.web.declare import public, requires
from core.web.here import access, here, reading, writing
from core.web.plugin_kit import plugin_blueprint
from core.web.public_languages import in_public_language, public_page
from plugins.tilbakemelding.answering import Sent, is_crowded, problems, save
from plugins.tilbakemelding.draft import Draft, kept, read
from plugins.tilbakemelding.models import Kind, Mode, Question
from plugins.tilbakemelding.questions import asked
from plugins.tilbakemelding.standard import options_of, text_of
from plugins.tilbakemelding.words import ASK, HERE, domain, said

bp: Blueprint = plugin_blueprint("tilbakemelding_ask", __name__, HERE, domain)
_MODES: Mapping[str, Mode] = {one.value: one for one in (Mode.TOGETHER, Mode.ALONE, Mode.TABLET)}
Found = tuple[Activity, Sequence[Question], Mode]
Page = Callable[[Found], str | Response]


@bp.get("/<activity>/ask")
@requires(ASK)
def staff(activity: str) -> str:
    """How it is to be asked, what is asked, and that children do not interpret."""
    found, current, _mode = _beside(activity)
    questions = [text_of(one) for one in current]
    return render_template("tilbakemelding/staff.html", activity=found, questions=questions)


def _by_code(slug: str) -> Found:
    """The activity and what is asked there now, for whoever scanned the code."""
    with reading() as session:
        found = in_use(session, slug)
        return found, asked(session, found.id), Mode.QR


def _beside(slug: str) -> Found:
    """The same on the staff's telephone, which they hand over in one way or another."""
    found, current, _mode = _by_code(slug)
    access().require(ASK, found.organisation_id)
    return found, current, _MODES.get(request.args.get("mode", ""), Mode.TOGETHER)


def _begin(found: Found) -> str:
    """Choose a language: nothing is left of the person before."""
    activity, current, mode = found
    cookie.pop(Draft.KEY, None)
    return render_template(
        "tilbakemelding/begin.html",
        activity=activity,
        mode=mode.value,
        form_url=lambda language: _address("questions", found, language),
        asks=bool(current),
        saved="saved" in request.args,
    )


def _questions(found: Found) -> str:
    """The questions, in that language."""
    activity, current, mode = found
    if not current:
        raise NotFound
    draft, language = kept(cookie, activity.id, mode), public_page().language.code
    return render_template(
        "tilbakemelding/form.html",
        activity=activity,
        questions=[(str(one.id), one.kind, text_of(one), options_of(one)) for one in current],
        answers=draft.answers,
        wrong={key: said(message) for key, message in draft.wrong.items()},
        token=draft.token,
        begin_url=_address("begin", found, language),
        action=_address("questions", found, language),
        TEXT=Kind.TEXT.value,
        SMILEY=Kind.SMILEY.value,
    )


def _answer(found: Found) -> Response:
    """Save, or go on in another language."""
    activity, current, mode = found
    if not current:
        raise NotFound
    draft = read(request.form, current, activity.id, mode)
    language = request.form.get("switch") or public_page().language.code
    switches = "switch" in request.form
    wrong = {} if switches else problems(current, draft.answers)
    if not switches and not wrong:
        wrong = _save(found, draft)
    if switches or wrong:
        draft.keep(cookie, wrong)
        return redirect(_address("questions", found, language), 303)
    cookie.pop(Draft.KEY, None)
    return redirect(_address("begin", found, language, saved="1"), 303)


def _save(found: Found, draft: Draft) -> dict[str, str]:
    """Save it, or say why not yet."""
    activity, current, mode = found
    now = here().now
    with writing() as session:
        if mode is Mode.QR and is_crowded(session, activity.id, now):
            return {
                "": W_("Many have answered just now. Nothing is saved yet. Try again in a while.")
            }
        sent = Sent(draft.token, local_date(now), draft.answers)
        save(session, by_slug(session, activity.slug), current, mode, [sent], now)
    return {}


def _address(page: str, found: Found, language: str, **values: str) -> str:
    """The form or its beginning, on the staff's telephone or behind the QR code."""
    activity, _current, mode = found
    parts: dict[str, Any] = {"activity": activity.slug, "lang": language, **values}
    if mode is Mode.QR:
        return url_for(f"tilbakemelding_ask.say_{page}", **parts)
    return url_for(f"tilbakemelding_ask.ask_{page}", **parts, mode=mode.value)


def _add(way: str, start: str, find: Callable[[str], Found], declare: Callable[..., Any]) -> None:
    """The three steps at one of the two ways in."""

    for name, rule, method, page in (
        ("begin", start, "GET", _begin),
        ("questions", "/questions", "GET", _questions),
        ("answer", "/questions", "POST", _answer),
    ):
        view = declare(in_public_language(_view(page, find)))
        bp.add_url_rule(f"/<activity>/{way}{rule}", f"{way}_{name}", view, methods=[method])


def _view(page: Page, find: Callable[[str], Found]) -> Callable[[str], str | Response]:
    """A function of its own: what is declared of a view hangs on it."""

    def view(activity: str) -> str | Response:
        return page(find(activity))

    return view


_add("ask", "/begin", _beside, requires(ASK))
_add("say", "", _by_code, public)
