"""An activity's questions: what is asked now, and adding and ending one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from plugins.tilbakemelding.words import EDIT, NAME

MOST = 3
MOST_OPTIONS = 8
MOST_LETTERS = 200


@dataclass(frozen=True)
class Acting:
    """Who does something at an activity, and when: `now` is an aware moment."""

    session: DistrictSession
    access: Access
    activity: Activity
    now: datetime

    def require(self, permission: str) -> None:
        """Raises Forbidden."""
        self.access.require(permission, self.activity.organisation_id)

    def record(self, what: str, row_id: int) -> None:
        """Write in the audit log what was done, as "question:end", and to which row."""
        target = f"{what.partition(':')[0]}:{row_id}"
        record(self.session, self.access.actor.reference, f"{NAME}:{what}", target, now=self.now)


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


def add_own(
    by: Acting, kind: Kind, texts: Mapping[str, str], options: Mapping[str, Sequence[str]]
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
    _add(by, kind, texts=kept, options=_choices(options) if kind is Kind.CHOICE else [])


def end(by: Acting, question_id: int) -> None:
    """Ask it no more; what was answered stays. Raises NotFound and Forbidden."""
    by.require(EDIT)
    found = [one for one in asked(by.session, by.activity.id) if one.id == question_id]
    if not found:
        raise NotFound
    found[0].ended_at = by.now
    by.record("question:end", question_id)


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
    by.record("question:add", row.id)


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
