"""Asking: the staff's page, and the form that one resident after the other answers."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from core.calendar.zones import local_date
from core.problems import NotFound
from core.schedules.models import Activity
from core.schedules.service import in_use
from core.web import handed_over
from core.web.declare import public, requires
from core.web.here import access, here, reading, writing
from core.web.plugin_kit import plugin_blueprint
from core.web.public_languages import public_page
from plugins.tilbakemelding.answering import Sent, answer, problems
from plugins.tilbakemelding.models import Kind, Mode, Question
from plugins.tilbakemelding.questions import asked
from plugins.tilbakemelding.standard import options_of, text_of
from plugins.tilbakemelding.words import ASK, HERE, domain, said

bp: Blueprint = plugin_blueprint("tilbakemelding_ask", __name__, HERE, domain)
_WRITING = timedelta(hours=1)  # that long, what was begun can be sent after a question was ended
_MODES: Mapping[str, Mode] = {one.value: one for one in (Mode.TOGETHER, Mode.ALONE, Mode.TABLET)}


@dataclass(frozen=True)
class Asking:
    """What is asked at an activity, or was a while ago, and how."""

    activity: Activity
    questions: Sequence[Question]
    mode: Mode

    def shown(self, answers: Container[str] = ()) -> list[Question]:
        """What is asked now, and what somebody answered while it was ended."""
        return [one for one in self.questions if not one.ended_at or str(one.id) in answers]

    @property
    def form(self) -> str:
        """What its form is called among those that are handed over."""
        return f"tilbakemelding:{self.activity.id}:{self.mode.value}"

    def address(self, page: str, language: str, **values: str) -> str:
        """The form or its beginning, on the staff's telephone or behind the QR code."""
        parts: dict[str, Any] = {"activity": self.activity.slug, "lang": language, **values}
        if self.mode is Mode.QR:
            return url_for(f"tilbakemelding_ask.say_{page}", **parts)
        return url_for(f"tilbakemelding_ask.ask_{page}", **parts, mode=self.mode.value)


@bp.get("/<activity>/ask")
@requires(ASK)
def staff(activity: str) -> str:
    """How it is to be asked, what is asked, and that children do not interpret."""
    found = _beside(activity)
    questions = [text_of(one) for one in found.shown()]
    return render_template(
        "tilbakemelding/staff.html", activity=found.activity, questions=questions
    )


def _by_code(activity: str) -> Asking:
    """For whoever scanned the code."""
    with reading() as session:
        found = in_use(session, activity)
        return Asking(found, asked(session, found.id, here().now - _WRITING), Mode.QR)


def _beside(activity: str) -> Asking:
    """On the staff's telephone, which they hand over in one way or another."""
    found = _by_code(activity)
    access().require(ASK, found.activity.organisation_id)
    mode = _MODES.get(request.args.get("mode", ""), Mode.TOGETHER)
    return Asking(found.activity, found.questions, mode)


def _begin(found: Asking) -> str:
    """Choose a language: nothing is left of the person before."""
    handed_over.nothing_left()
    return render_template(
        "tilbakemelding/begin.html",
        activity=found.activity,
        mode=found.mode.value,
        form_url=lambda language: found.address("form", language),
        asks=bool(found.shown()),
        saved="saved" in request.args,
    )


def _form(found: Asking) -> str:
    """The questions, in that language."""
    draft, language = handed_over.draft_of(found.form), public_page().language.code
    questions = found.shown(draft.answers)
    if not questions:
        raise NotFound
    return render_template(
        "tilbakemelding/form.html",
        activity=found.activity,
        questions=[(str(one.id), one.kind, text_of(one), options_of(one)) for one in questions],
        answers=draft.answers,
        wrong={key: said(message) for key, message in draft.wrong.items()},
        token=draft.token,
        begin_url=found.address("begin", language),
        action=found.address("form", language),
        TEXT=Kind.TEXT.value,
        SMILEY=Kind.SMILEY.value,
    )


def _answer(found: Asking) -> Response:
    """Save, or go on in another language."""
    given = {str(one.id): values for one in found.questions if (values := _given(one))}
    draft = handed_over.sent_draft(found.form, given)

    def save() -> Mapping[str, str]:
        if wrong := problems(found.questions, given):
            return wrong
        sent = Sent(draft.token, local_date(here().now), given)
        with writing() as session:
            return answer(session, found.activity, found.questions, found.mode, sent, here().now)

    return handed_over.answered(
        draft,
        save,
        form_at=lambda language: found.address("form", language),
        done_at=lambda language: found.address("begin", language, saved="1"),
    )


def _given(question: Question) -> list[str]:
    """What was sent of a question, where it is an answer to it."""
    name = f"q{question.id}"
    if question.kind == Kind.TEXT:
        return handed_over.sent_text(name)
    chosen = handed_over.sent_choices(name, options_of(question))
    return chosen[:1] if question.kind == Kind.SMILEY else chosen


_PAGES = handed_over.HandedOver(_begin, _form, _answer)
handed_over.add_form(bp, "/<activity>/ask", requires(ASK), _beside, _PAGES, start="/begin")
handed_over.add_form(bp, "/<activity>/say", public, _by_code, _PAGES)
