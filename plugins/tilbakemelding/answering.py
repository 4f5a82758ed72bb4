"""One person's answers: checked, and saved once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.db.ids import new_ids
from core.db.recent import made_since
from core.db.tenancy import DistrictSession
from core.db.upsert import insert
from core.identifying import problem_of_residents
from core.problems import W_
from core.schedules.models import Activity
from plugins.tilbakemelding.free_text import keep_until
from plugins.tilbakemelding.models import FreeText, Kind, Mode, Question, Response

MOST_AN_HOUR = 60
"""Through the public address of one activity; no address of anybody's is kept to count by."""
_HOUR = timedelta(hours=1)

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
    if mode is Mode.QR and _is_crowded(session, activity.id, now):
        return {"": W_("Many have answered just now. Nothing is saved yet. Try again in a while.")}
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
            "id": number,
            "activity_id": activity.id,
            "batch_id": batch_id,
            "token": one.token,
            "day": one.day,
            "mode": mode.value,
            "answers": {key: given for key, given in one.answers.items() if key not in words},
        }
        for number, one in zip(new_ids(now, len(sent)), sent, strict=True)
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
            id=number,
            activity_id=activity.id,
            question_id=question_id,
            batch_id=batch_id,
            day=day,
            text=text,
            keep_until=keep_until(activity, now),
        )
        for number, (question_id, text, day) in zip(new_ids(now, len(texts)), texts, strict=True)
    )
    session.flush()


def _in_words(questions: Sequence[Question]) -> set[str]:
    return {str(one.id) for one in questions if one.kind == Kind.TEXT}


def _is_crowded(session: DistrictSession, activity_id: int, now: datetime) -> bool:
    """Whether the public address has taken as many answers as it may in an hour."""
    own = Response.activity_id == activity_id, Response.mode == Mode.QR.value
    return made_since(session, Response.id, now - _HOUR, *own) >= MOST_AN_HOUR
