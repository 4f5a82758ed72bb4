"""An activity's questions: what is asked now, and adding and ending one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.languages.written import options_in_languages, text_in_languages
from core.problems import N_, NotFound, Refused
from core.schedules.acting import Acting
from core.schedules.holding import hold
from plugins.tilbakemelding.models import Kind, Question
from plugins.tilbakemelding.standard import STANDARD
from plugins.tilbakemelding.words import EDIT, NAME

MOST = 3
_NEVER = datetime.max.replace(tzinfo=UTC)


def asked(session: DistrictSession, of: int, since: datetime = _NEVER) -> Sequence[Question]:
    """What is asked now of an activity, in order; and what was until after `since`."""
    return session.scalars(
        select(Question)
        .where(
            Question.activity_id == of, Question.ended_at.is_(None) | (Question.ended_at > since)
        )
        .order_by(Question.position, Question.id)
    ).all()


def add_standard(by: Acting, key: str) -> None:
    """Ask one of ours. Raises NotFound, Forbidden, and Refused where there is no room for it."""
    if key not in STANDARD:
        raise NotFound
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
    own = Question.id == question_id, Question.activity_id == by.activity.id
    row = by.session.scalar(select(Question).where(*own))
    if row is None:
        raise NotFound
    if row.ended_at is None:
        row.ended_at = by.now
        by.record(f"{NAME}:question:end", f"question:{question_id}")


def _add(by: Acting, kind: Kind, **wording: Any) -> None:
    """Once, however often it is pressed: what is asked already stays as it is."""
    by.require(EDIT)
    hold(by.session, by.activity.id)
    current = asked(by.session, by.activity.id)
    new = {"kind": kind.value, **wording}
    if any(new == {key: getattr(one, key) for key in new} for one in current):
        return
    if len(current) >= MOST:
        raise Refused(N_("Three questions are enough. End one first."))
    if kind is Kind.TEXT and any(one.kind == Kind.TEXT for one in current):
        raise Refused(N_("One question in own words is enough. End the other first."))
    row = Question(
        id=new_id(by.now),
        activity_id=by.activity.id,
        position=max((one.position for one in current), default=0) + 1,
        created_at=by.now,
        **new,
    )
    by.session.add(row)
    by.record(f"{NAME}:question:add", f"question:{row.id}")
