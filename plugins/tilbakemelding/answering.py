"""One person's answers: checked, and saved once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from core.db.ids import id_of_day
from core.db.tenancy import DistrictSession
from core.db.upsert import insert
from core.identifying import problem_of_residents
from core.problems import W_
from core.schedules.models import Activity
from plugins.tilbakemelding.free_text import keep_until
from plugins.tilbakemelding.models import FreeText, Kind, Mode, Question, Response

MOST_A_DAY = 300
"""Through the public address of one activity; no address or hour is kept to count by."""

Answers = Mapping[str, Sequence[str]]
"""By the question's id: the face or the options' keys, or the text. One left out is not there."""


@dataclass(frozen=True)
class Sent:
    """What somebody sent, on a local date. `token` is the form's: sent twice, it counts once."""

    token: str
    day: date
    answers: Answers


def problems(questions: Sequence[Question], answers: Answers) -> dict[str, str]:
    """Why it cannot be saved, as message ids by the question's id; "" is for the whole."""
    if not answers:
        return {"": W_("Answer at least one question.")}
    texts = {key: given[0] for key, given in answers.items() if key in _in_words(questions)}
    found = {key: problem_of_residents(text) for key, text in texts.items()}
    return {key: problem for key, problem in found.items() if problem}


def answer(
    session: DistrictSession,
    activity: Activity,
    questions: Sequence[Question],
    mode: Mode,
    sent: Sent,
    now: datetime,
) -> dict[str, str]:
    """Save what somebody sent, in which `problems` found none; else why not, as they say it."""
    if mode is Mode.QR and _is_crowded(session, activity.id, sent.day):
        return {"": W_("Many have answered today. Nothing is saved yet. Try again tomorrow.")}
    save(session, activity, questions, mode, [sent], now)
    return {}


def save(
    session: DistrictSession,
    activity: Activity,
    questions: Sequence[Question],
    mode: Mode,
    sent: Sequence[Sent],
    now: datetime,
    batch_id: int | None = None,
) -> None:
    """Save what was sent, and pass over what had been saved before.

    `now` is an aware moment. The language it was read in is not kept.
    """
    words = _in_words(questions)
    rows = [
        {
            "district_id": session.district_id,
            "id": id_of_day(one.day),
            "activity_id": activity.id,
            "batch_id": batch_id,
            "token": one.token,
            "day": one.day,
            "mode": mode.value,
            "answers": {key: given for key, given in one.answers.items() if key not in words},
        }
        for one in sent
    ]
    once = ["district_id", "activity_id", "token"]
    added = insert(session, Response).on_conflict_do_nothing(index_elements=once)
    saved = set(session.scalars(added.returning(Response.token), rows))
    texts = [
        (int(key), text, one.day)
        for one in sent
        if one.token in saved
        for key in one.answers.keys() & words
        for text in one.answers[key]
    ]
    session.add_all(
        FreeText(
            id=id_of_day(day),
            activity_id=activity.id,
            question_id=question_id,
            batch_id=batch_id,
            day=day,
            text=text,
            keep_until=keep_until(activity, now),
        )
        for question_id, text, day in texts
    )
    session.flush()


def _in_words(questions: Sequence[Question]) -> set[str]:
    return {str(one.id) for one in questions if one.kind == Kind.TEXT}


def _is_crowded(session: DistrictSession, activity_id: int, day: date) -> bool:
    """Whether the public address has taken as many answers as it may on a local date."""
    own = Response.activity_id == activity_id, Response.day == day, Response.mode == Mode.QR.value
    return (session.scalar(select(func.count(Response.id)).where(*own)) or 0) >= MOST_A_DAY
