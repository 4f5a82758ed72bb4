"""Decisions a program's key or a page's press is for: made once, however often they are sent."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask import request

from core.audit.idempotency import Answered, Question, answer_once, earlier
from core.bookings.desk import Decided, Desk
from core.bookings.facts import Verdict
from core.db.tenancy import DistrictSession
from core.web.forms import PressForm
from core.web.here import actor, here, reading

T = TypeVar("T")
Render = Callable[[DistrictSession, tuple[Verdict, ...], T], Answered]


class _Repeated(Exception):
    """The same question was answered while this one was being decided."""

    def __init__(self, answer: Answered) -> None:
        self.answer = answer


def question_of(form: PressForm, *asked: object) -> Question:
    """What a press on a valid form asks for; with something else filled in it is another."""
    return Question(actor().reference, request.path, f"{form.pressed()}\n{asked!r}", b"")


def decided_once(
    at: Desk, question: Question | None, run: Callable[[Desk], Decided[T]], render: Render[T]
) -> Answered | Decided[T]:
    """The answer to what was saved, now or when the question came before; else what refuses it.

    The answer is kept in the transaction that saves. Raises KeyReused, and what `run` raises.
    """
    given: list[Answered] = []

    def within(session: DistrictSession, verdicts: tuple[Verdict, ...], saved: T) -> None:
        answer = render(session, verdicts, saved)
        if question is not None:
            kept = answer_once(session, question, here().now, lambda: answer)
            if kept is not answer:
                raise _Repeated(kept)  # somebody was quicker with the same key: undo ours
        given.append(answer)

    if question is not None and (found := _before(question)):
        return found
    try:
        decided = run(replace(at, within=within))
    except _Repeated as repeated:
        return repeated.answer
    if decided.saved is not None:
        return given[-1]
    # What is in the way may be what the same question made meanwhile
    return (_before(question) if question is not None else None) or decided


def _before(question: Question) -> Answered | None:
    with reading() as session:
        return earlier(session, question, here().now)
