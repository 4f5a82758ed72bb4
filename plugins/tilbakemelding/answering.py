"""One person's answers: read from a form, checked, saved once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.calendar.zones import local_date
from core.db.ids import new_id, new_ids
from core.db.tenancy import DistrictSession
from core.db.upsert import insert
from core.problems import W_
from core.schedules.models import Activity
from plugins.tilbakemelding.free_text import new_text, problem_with
from plugins.tilbakemelding.models import Answer, Kind, Mode, Question, Response

MOST_AN_HOUR = 60
"""Through the public address of one activity; no address of anybody's is kept to count by."""
_HOUR_IDS = timedelta(hours=1)

Answers = Mapping[int, Sequence[str]]
"""By question: the face or the options' keys, or the text. A question left out is not there."""


@dataclass(frozen=True)
class Sent:
    """What somebody sends. `token` is the form's: sent twice, it counts once."""

    token: str
    mode: Mode
    answers: Answers


def problems(questions: Sequence[Question], answers: Answers) -> dict[int | None, str]:
    """Why it cannot be saved, as message ids by question; None is for the whole."""
    if not any(answers.get(one.id) for one in questions):
        return {None: W_("Answer at least one question.")}
    found: dict[int | None, str] = {}
    for question in questions:
        if question.kind == Kind.TEXT:
            for text in answers.get(question.id, ()):
                if problem := problem_with(text):
                    found[question.id] = problem
    return found


def is_crowded(session: DistrictSession, activity_id: int, now: datetime) -> bool:
    """Whether the public address has taken as many answers as it may in an hour.

    Ids are made of the moment, so that the time of day need not be kept beside an answer.
    """
    recent = select(func.count(Response.id)).where(
        Response.activity_id == activity_id,
        Response.mode == Mode.QR.value,
        Response.id > new_id(now - _HOUR_IDS),
    )
    return (session.scalar(recent) or 0) >= MOST_AN_HOUR


def save(
    session: DistrictSession,
    activity: Activity,
    questions: Sequence[Question],
    sent: Sent,
    now: datetime,
) -> bool:
    """Save what was sent, all of it that is asked; False where it had been saved before.

    `now` is an aware moment. The language it was read in is not kept.
    """
    today = local_date(now)
    row = {
        "district_id": session.district_id,
        "id": new_id(now),
        "activity_id": activity.id,
        "batch_id": None,
        "token": sent.token,
        "day": today,
        "mode": sent.mode.value,
    }
    statement = insert(session, Response).on_conflict_do_nothing().returning(Response.id)
    if not session.scalars(statement, [row]).all():
        return False
    values = [
        (question.id, value)
        for question in questions
        if question.kind != Kind.TEXT
        for value in dict.fromkeys(sent.answers.get(question.id, ()))
    ]
    for number, (question_id, value) in zip(new_ids(now, len(values)), values, strict=True):
        session.add(Answer(id=number, response_id=row["id"], question_id=question_id, value=value))
    for question in questions:
        if question.kind == Kind.TEXT:
            session.add_all(
                new_text(activity, question.id, text, today, now)
                for text in sent.answers.get(question.id, ())
            )
    session.flush()
    return True
