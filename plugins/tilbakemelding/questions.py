"""An activity's questions: what is asked now, and adding and ending one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.accounts.actors import Access
from core.audit.service import record
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.languages import OURS
from core.problems import N_, NotFound, Refused
from core.schedules.models import Activity
from plugins.tilbakemelding.models import Kind, Question
from plugins.tilbakemelding.standard import STANDARD
from plugins.tilbakemelding.words import EDIT

MOST = 3
MOST_OPTIONS = 8
MOST_LETTERS = 200


def asked(session: DistrictSession, activity_id: int) -> Sequence[Question]:
    """What is asked now, in order."""
    return session.scalars(
        select(Question)
        .where(Question.activity_id == activity_id, Question.ended_at.is_(None))
        .order_by(Question.position, Question.id)
    ).all()


def add_standard(
    session: DistrictSession, access: Access, activity: Activity, key: str, now: datetime
) -> None:
    """Ask one of ours. Raises NotFound, Forbidden, and Refused where there is no room for it."""
    if key not in STANDARD:
        raise NotFound
    if any(one.standard == key for one in asked(session, activity.id)):
        raise Refused(N_("This is asked already."))
    _add(session, access, activity, STANDARD[key].kind, now, standard=key)


def add_own(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    kind: Kind,
    texts: Mapping[str, str],
    options: Mapping[str, Sequence[str]],
    now: datetime,
) -> None:
    """Ask a question of the office's own.

    `texts` and, for a choice, `options` are by language; Norwegian and English are needed, the
    others may be left out. Raises Refused with the field, and Forbidden.
    """
    kept = {language: text.strip() for language, text in texts.items() if text.strip()}
    for language in sorted(OURS, reverse=True):
        if language not in kept:
            raise Refused(N_("Write the question."), field=f"text_{language}")
    for language, text in kept.items():
        _fits(text, f"text_{language}")
    choices = _choices(options) if kind is Kind.CHOICE else []
    _add(session, access, activity, kind, now, texts=kept, options=choices)


def end(
    session: DistrictSession, access: Access, activity: Activity, question_id: int, now: datetime
) -> None:
    """Ask it no more; what was answered stays. Raises NotFound and Forbidden."""
    access.require(EDIT, activity.organisation_id)
    found = [one for one in asked(session, activity.id) if one.id == question_id]
    if not found:
        raise NotFound
    found[0].ended_at = now
    _record(session, access, "end", question_id, now)


def _add(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    kind: Kind,
    now: datetime,
    **wording: Any,
) -> None:
    access.require(EDIT, activity.organisation_id)
    current = asked(session, activity.id)
    if len(current) >= MOST:
        raise Refused(N_("Three questions are enough. End one first."))
    if kind is Kind.TEXT and any(one.kind == Kind.TEXT for one in current):
        raise Refused(N_("One question in own words is enough. End the other first."))
    position = max((one.position for one in current), default=0) + 1
    own = {"activity_id": activity.id, "position": position, "kind": kind.value, "created_at": now}
    row = Question(id=new_id(now), **own, **wording)
    session.add(row)
    _record(session, access, "add", row.id, now)


def _record(
    session: DistrictSession, access: Access, verb: str, question_id: int, now: datetime
) -> None:
    what = f"tilbakemelding:question:{verb}"
    record(session, access.actor.reference, what, f"question:{question_id}", now=now)


def _choices(options: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    """Line by line the same option in each language."""
    lines = {
        language: [line.strip() for line in given if line.strip()]
        for language, given in options.items()
    }
    number = len(lines.get("nb", ()))
    if not 2 <= number <= MOST_OPTIONS:
        raise Refused(
            N_("Write from two to %(n)s options, one on each line."),
            field="options_nb",
            n=MOST_OPTIONS,
        )
    for language, given in lines.items():
        field = f"options_{language}"
        if len(given) != number and (given or language in OURS):
            raise Refused(
                N_("Write as many options as in Norwegian, in the same order."), field=field
            )
        for line in given:
            _fits(line, field)
    return [
        {"key": str(at + 1), "texts": {code: given[at] for code, given in lines.items() if given}}
        for at in range(number)
    ]


def _fits(text: str, field: str) -> None:
    if len(text) > MOST_LETTERS:
        raise Refused(N_("Write it in at most %(n)s letters."), field=field, n=MOST_LETTERS)
