"""What was answered: how many gave each answer, never a mean, and few only to the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.batches.models import Batch
from core.calendar.counting_year import Period
from core.counts.heard import told
from core.db.tenancy import DistrictSession
from core.statistics.distributions import Distribution, distribution, whole_years
from core.statistics.gateway import is_small
from plugins.tilbakemelding.models import FreeText, Kind, Question, Response
from plugins.tilbakemelding.standard import TOLD_AT_THE_DOOR, options_of, text_of
from plugins.tilbakemelding.words import gettext, ngettext

Given = Sequence[Mapping[str, Sequence[str]]]
"""What each who answered gave, by the question's id."""


@dataclass(frozen=True)
class Results:
    """An activity's answers in a period. `n` is None where there are too few to be told."""

    n: int | None
    distributions: tuple[Distribution, ...]
    told: tuple[tuple[str, int], ...]
    quotes: tuple[FreeText, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody answered, and nobody told how they heard of it."""
        return self.n == 0 and not self.told


def results(session: DistrictSession, activity_id: int, period: Period, *, office: bool) -> Results:
    """What was answered in the period of local dates; `office` sees small numbers too.

    Others see the whole calendar years it touches.
    """
    period = period if office else whole_years(period)
    answers = _answers(session, activity_id, period)
    heard = told(session, activity_id, period, TOLD_AT_THE_DOOR, office=office)
    if is_small(len(answers)) and not office:
        return Results(None, (), heard, ())
    asked, quotes = _asked(session, activity_id, period)
    found = [_distribution(question, answers, office=office) for question in asked]
    answered = tuple(one for one in found if one is not None)
    return Results(len(answers), answered, heard, tuple(quotes))


def summary(found: Results) -> str:
    """How many answered, in a sentence."""
    if found.n is None:
        return str(gettext("Fewer than five have answered. Only the office itself sees that."))
    return str(ngettext("%(num)s person has answered.", "%(num)s people have answered.", found.n))


def _distribution(question: Question, answers: Given, *, office: bool) -> Distribution | None:
    """None of a question nobody answered."""
    key = str(question.id)
    given = [one[key] for one in answers if key in one]
    if not given:
        return None
    is_scale = question.kind == Kind.SMILEY
    labels = {option: str(label) for option, label in options_of(question).items()}
    return distribution(str(text_of(question)), labels, given, scale=is_scale, office=office)


def _answers(session: DistrictSession, activity_id: int, period: Period) -> Given:
    """Of each who answered, without imports that were undone."""
    return session.scalars(
        select(Response.answers)
        .outerjoin(Batch, Batch.id == Response.batch_id)
        .where(
            Response.activity_id == activity_id,
            Response.day.between(period.first, period.last),
            Batch.undone_at.is_(None),
        )
    ).all()


def _asked(
    session: DistrictSession, activity_id: int, period: Period
) -> tuple[list[Question], list[FreeText]]:
    """The questions in their order, and what was released of people's words, the latest first."""
    released = (
        (FreeText.question_id == Question.id)
        & FreeText.released_at.is_not(None)
        & FreeText.day.between(period.first, period.last)
    )
    rows = session.execute(
        select(Question, FreeText)
        .outerjoin(FreeText, released)
        .where(Question.activity_id == activity_id)
        .order_by(Question.position, Question.id)
    ).all()
    quotes = [text for _question, text in rows if text is not None]
    quotes.sort(key=lambda one: (-one.day.toordinal(), one.id))
    return list(dict.fromkeys(question for question, _text in rows)), quotes
