"""Answers from a form elsewhere: what its questions may be, and saving them beside our own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from core.batches.models import Batch
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.identifying import problem_of_residents
from core.plugin_api import answers_import, import_command
from core.problems import N_
from core.schedules.models import Activity
from core.spreadsheets import Answered, AnswerKind, AnswerLook, by_choosing, in_own_words, on_scale
from plugins.tilbakemelding import answering
from plugins.tilbakemelding.models import FreeText, Kind, Mode, Question, Response
from plugins.tilbakemelding.standard import SMILEYS, in_norwegian, standard_with
from plugins.tilbakemelding.words import NAME, lazy_gettext


@dataclass(frozen=True)
class _Column:
    """A column, the question it is, and the keys of that question's options by their wording."""

    at: int
    kind: AnswerKind
    question: Question
    keys: Mapping[str, str]


def _saved(session: DistrictSession, activity_id: int) -> Collection[str]:
    """The keys of imported answers that count; a token is a key and its batch."""
    tokens = session.scalars(
        select(Response.token)
        .join(Batch, Batch.id == Response.batch_id)
        .where(Response.activity_id == activity_id, Batch.undone_at.is_(None))
    )
    return {token.partition("#")[0] for token in tokens}


def _write(
    session: DistrictSession, activity: Activity, look: AnswerLook, batch: int, now: datetime
) -> None:
    columns = []
    for at, kind in look.kinds.items():
        question = _question(session, activity.id, look.sheet.questions[at], kind.key, at, now)
        columns.append(_Column(at, kind, question, in_norwegian(question)[1]))
    # The batch is part of the token: what was undone may be imported again
    sent = [
        answering.Sent(f"{one.key}#{batch}", one.day, _answers(one, columns)) for one in look.new
    ]
    questions = [one.question for one in columns]
    answering.save(session, activity, questions, Mode.IMPORT, sent, now, batch)


def _answers(line: Answered, columns: Sequence[_Column]) -> answering.Answers:
    """By question; what is one of its options, by that option's key."""
    answers: dict[str, list[str]] = {}
    for one in columns:
        for value in line.values(one.at, one.kind):
            key = one.keys.get(value.casefold(), value)
            answers.setdefault(str(one.question.id), []).append(key)
    return {key: list(dict.fromkeys(given)) for key, given in answers.items()}


def _question(
    session: DistrictSession, activity_id: int, heading: str, kind: str, at: int, now: datetime
) -> Question:
    """The question with that wording, asked by us or imported before.

    Else one that is kept for its answers alone.
    """
    rows = session.scalars(
        select(Question)
        .where(Question.activity_id == activity_id, Question.kind == kind)
        .order_by(Question.ended_at.is_not(None), Question.id)
    )
    if known := next((row for row in rows if in_norwegian(row)[0] == heading), None):
        return known
    row = Question(
        id=new_id(now),
        activity_id=activity_id,
        position=at,
        kind=kind,
        standard=standard_with(kind, heading),
        texts={"nb": heading},
        created_at=now,
        ended_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _forget(session: DistrictSession, batch_id: int) -> None:
    texts = delete(FreeText).where(FreeText.batch_id == batch_id)
    session.execute(texts.execution_options(synchronize_session=False))


_KINDS = (
    on_scale(
        Kind.SMILEY,
        lazy_gettext("Smileys, 1 to 5"),
        "This column is smileys, 1 to 5.",
        SMILEYS,
        N_("“%(text)s” is not a number of smileys from 1 to 5."),
    ),
    by_choosing(
        Kind.CHOICE,
        lazy_gettext("A choice"),
        "This column is a choice.",
        problem_of_residents,
    ),
    in_own_words(
        Kind.TEXT,
        lazy_gettext("Own words"),
        "This column is in own words.",
        problem_of_residents,
    ),
)
FORMS = answers_import(NAME, _KINDS, saved=_saved, write=_write, forget=_forget)
import_file = import_command(
    FORMS, "Import a Microsoft Forms export, all or nothing. Columns are counted from 1."
)
