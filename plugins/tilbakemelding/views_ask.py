"""Asking: the staff's page, and the form that one resident after the other answers.

What was answered travels in the signed cookie until it is saved, never in an address; every form is
answered by a redirect. So the back button finds an empty form, and nothing to send again.
"""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

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
STAFF_MODES = (Mode.TOGETHER, Mode.ALONE, Mode.TABLET)


@bp.get("/<activity>/ask")
@requires(ASK)
def staff(activity: str) -> str:
    """How it is to be asked, what is asked, and that children do not interpret."""
    found, current = _to_ask(activity)
    questions = [text_of(one) for one in current]
    return render_template("tilbakemelding/staff.html", activity=found, questions=questions)


@bp.get("/<activity>/ask/begin", endpoint="begin")
@requires(ASK)
@in_public_language
def staffs_begin(activity: str) -> str:
    """On the staff's telephone: the next person chooses a language."""
    return _begin(_to_ask(activity), _mode())


@bp.get("/<activity>/ask/questions", endpoint="questions")
@requires(ASK)
@in_public_language
def staffs_questions(activity: str) -> str:
    """The questions, in that language."""
    return _form(_to_ask(activity), _mode())


@bp.post("/<activity>/ask/questions")
@requires(ASK)
@in_public_language
def answer(activity: str) -> Response:
    """Save, or go on in another language."""
    return _answer(_to_ask(activity), _mode())


@bp.get("/<activity>/say")
@public
@in_public_language
def say(activity: str) -> str:
    """The address behind the QR code: choose a language."""
    return _begin(_in_use(activity), Mode.QR)


@bp.get("/<activity>/say/questions")
@public
@in_public_language
def say_questions(activity: str) -> str:
    """The questions, in that language."""
    return _form(_in_use(activity), Mode.QR)


@bp.post("/<activity>/say/questions")
@public
@in_public_language
def say_answer(activity: str) -> Response:
    """Save, or go on in another language."""
    return _answer(_in_use(activity), Mode.QR)


def _in_use(slug: str) -> tuple[Activity, Sequence[Question]]:
    """The activity and what is asked there now."""
    with reading() as session:
        found = in_use(session, slug)
        return found, asked(session, found.id)


def _to_ask(slug: str) -> tuple[Activity, Sequence[Question]]:
    found = _in_use(slug)
    access().require(ASK, found[0].organisation_id)
    return found


def _mode() -> Mode:
    asked_for = request.args.get("mode", Mode.TOGETHER.value)
    return next((mode for mode in STAFF_MODES if mode.value == asked_for), Mode.TOGETHER)


def _begin(found: tuple[Activity, Sequence[Question]], mode: Mode) -> str:
    activity, current = found
    cookie.pop(Draft.KEY, None)
    return render_template(
        "tilbakemelding/begin.html",
        activity=activity,
        mode=mode.value,
        form_url=lambda language: _address("questions", activity, mode, lang=language),
        asks=bool(current),
        saved="saved" in request.args,
    )


def _form(found: tuple[Activity, Sequence[Question]], mode: Mode) -> str:
    activity, current = found
    if not current:
        raise NotFound
    draft = kept(cookie, activity.id, mode)
    wrong = problems(current, draft.answers) if draft and draft.tried else {}
    if draft and draft.crowded:
        wrong = {
            None: W_("Many have answered just now. Nothing is saved yet. Try again in a while.")
        }
    return render_template(
        "tilbakemelding/form.html",
        activity=activity,
        mode=mode.value,
        questions=[(one, text_of(one), options_of(one)) for one in current],
        answers=draft.answers if draft else {},
        wrong={key: said(message) for key, message in wrong.items()},
        token=draft.token if draft else str(uuid4()),
        begin_url=_address("begin", activity, mode, lang=public_page().language.code),
        action=_address("questions", activity, mode, lang=public_page().language.code),
        TEXT=Kind.TEXT.value,
        SMILEY=Kind.SMILEY.value,
    )


def _answer(found: tuple[Activity, Sequence[Question]], mode: Mode) -> Response:
    activity, current = found
    if not current:
        raise NotFound
    draft = read(request.form, current, activity.id, mode)
    language = request.form.get("switch") or public_page().language.code
    back = _address("questions", activity, mode, lang=language)
    if "switch" in request.form:
        draft.keep(cookie)
        return redirect(back, 303)
    if problems(current, draft.answers):
        draft.keep(cookie, tried=True)
        return redirect(back, 303)
    with writing() as session:
        if mode is Mode.QR and is_crowded(session, activity.id, here().now):
            draft.keep(cookie, crowded=True)
            return redirect(back, 303)
        sent = Sent(draft.token, mode, draft.answers)
        save(session, by_slug(session, activity.slug), current, sent, here().now)
    cookie.pop(Draft.KEY, None)
    return redirect(_address("begin", activity, mode, lang=language, saved="1"), 303)


def _address(page: str, activity: Activity, mode: Mode, **values: str) -> str:
    """The form or its beginning, on the staff's telephone or behind the QR code."""
    if mode is Mode.QR:
        page = {"begin": "say", "questions": "say_questions"}[page]
    else:
        values["mode"] = mode.value
    parts: dict[str, Any] = {"activity": activity.slug, **values}
    return url_for(f"tilbakemelding_ask.{page}", **parts)
