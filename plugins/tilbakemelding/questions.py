"""An activity's questions: what is asked now, and adding and ending one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.languages.written import options_in_languages, text_in_languages
from core.problems import N_, NotFound, Refused
from core.schedules.acting import Acting
from plugins.tilbakemelding.models import Kind, Question
from plugins.tilbakemelding.standard import STANDARD
from plugins.tilbakemelding.words import EDIT, NAME

MOST = 3


def asked(session: DistrictSession, activity_id: int) -> Sequence[Question]:
    """What is asked now, in order."""
    return session.scalars(
        select(Question)
        .where(Question.activity_id == activity_id, Question.ended_at.is_(None))
        .order_by(Question.position, Question.id)
    ).all()


def add_standard(by: Acting, key: str) -> None:
    """Ask one of ours. Raises NotFound, Forbidden, and Refused where there is no room for it."""
    if key not in STANDARD:
        raise NotFound
    if any(one.standard == key for one in asked(by.session, by.activity.id)):
        raise Refused(N_("This is asked already."))
    _add(by, STANDARD[key].kind, standard=key)


def add_own(by: Acting, kind: Kind, texts: Mapping[str, str], options: Mapping[str, str]) -> None:
    """Ask a question of the office's own.

    `texts` and, for a choice, `options`, one on each line, are by language; Norwegian and English
    are needed, the others may be left out. Raises Refused with the field, and Forbidden.
    """
    kept = text_in_languages(texts, "text", missing=N_("Write the question."))
    choices = options_in_languages(options, "options") if kind is Kind.CHOICE else []
    _add(by, kind, texts=kept, options=choices)


def end(by: Acting, question_id: int) -> None:
    """Ask it no more; what was answered stays. Raises NotFound and Forbidden."""
    by.require(EDIT)
    found = [one for one in asked(by.session, by.activity.id) if one.id == question_id]
    if not found:
        raise NotFound
    found[0].ended_at = by.now
    by.record(f"{NAME}:question:end", f"question:{question_id}")


def _add(by: Acting, kind: Kind, **wording: Any) -> None:
    by.require(EDIT)
    current = asked(by.session, by.activity.id)
    if len(current) >= MOST:
        raise Refused(N_("Three questions are enough. End one first."))
    if kind is Kind.TEXT and any(one.kind == Kind.TEXT for one in current):
        raise Refused(N_("One question in own words is enough. End the other first."))
    row = Question(
        id=new_id(by.now),
        activity_id=by.activity.id,
        position=max((one.position for one in current), default=0) + 1,
        kind=kind.value,
        created_at=by.now,
        **wording,
    )
    by.session.add(row)
    by.record(f"{NAME}:question:add", f"question:{row.id}")
