"""What was answered: how many gave each answer, never a mean, and few only to the office."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.batches.models import Batch
from core.calendar.counting_year import Period
from core.counts.days import days_between
from core.db.tenancy import DistrictSession
from core.statistics.gateway import SMALLEST_SHOWN, is_small
from plugins.tilbakemelding.models import FreeText, Kind, Question, Response
from plugins.tilbakemelding.standard import HEARD, options_of, text_of
from plugins.tilbakemelding.words import gettext, ngettext

HEARD_PREFIX = "heard_"
"""Before the option's key: the category it is counted as beside the visits."""


@dataclass(frozen=True)
class Distribution:
    """How many gave each answer, by its label. `n` answered the question.

    None for a number, or for `n` and no rows, means that it could single somebody out.
    """

    question: str
    n: int | None
    rows: tuple[tuple[str, int | None], ...]


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


def shown_period(period: Period, *, office: bool) -> Period:
    """Outside the office whole calendar years alone: shorter ones could be subtracted."""
    if office:
        return period
    return Period(date(period.first.year, 1, 1), date(period.last.year, 12, 31))


def results(session: DistrictSession, activity_id: int, period: Period, *, office: bool) -> Results:
    """What was answered in the period of local dates; `office` sees small numbers too."""
    period = shown_period(period, office=office)
    answers = _answers(session, activity_id, period)
    told = _told(session, activity_id, period, office=office)
    if is_small(len(answers)) and not office:
        return Results(None, (), told, ())
    asked, quotes = _asked(session, activity_id, period)
    found = [
        distribution(question, given, office=office)
        for question in asked
        if (given := [one[str(question.id)] for one in answers if str(question.id) in one])
    ]
    return Results(len(answers), tuple(found), told, tuple(quotes))


def summary(found: Results) -> str:
    """How many answered, in a sentence."""
    if found.n is None:
        return str(gettext("Fewer than five have answered. Only the office itself sees that."))
    return str(ngettext("%(num)s person has answered.", "%(num)s people have answered.", found.n))


def distribution(
    question: Question, given: Sequence[Sequence[str]], *, office: bool
) -> Distribution:
    """Every answer with its number, those nobody gave too; what stands in no list comes last."""
    counts = Counter(value for values in given for value in values)
    labels = {key: str(text) for key, text in options_of(question).items()}
    labels |= {value: value for value in sorted(counts) if value not in labels}
    kind, n = Kind(question.kind), len(given)
    numbers = [(label, counts[key]) for key, label in labels.items()]
    rows = numbers if office else guarded(numbers, kind, n)
    return Distribution(str(text_of(question)), n if rows else None, tuple(rows))


def guarded(rows: Sequence[tuple[str, int]], kind: Kind, n: int) -> list[tuple[str, int | None]]:
    """What may be told outside the office.

    Fewer than five answers: nothing. Faces are open from five on. Of options, those chosen by one
    to four are hidden, and a second one where a single number could be told from the others.
    """
    if n < SMALLEST_SHOWN:
        return []
    if kind is Kind.SMILEY:
        return list(rows)
    hidden = {label for label, number in rows if is_small(number)}
    if len(hidden) == 1:
        others = [(number, label) for label, number in rows if label not in hidden and number]
        hidden |= {label for _number, label in sorted(others)[:1]}
    return [(label, None if label in hidden else number) for label, number in rows]


def _answers(
    session: DistrictSession, activity_id: int, period: Period
) -> Sequence[Mapping[str, Sequence[str]]]:
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


def _told(
    session: DistrictSession, activity_id: int, period: Period, *, office: bool
) -> tuple[tuple[str, int], ...]:
    """How people heard of it, as told beside the count; what nobody told is left out."""
    totals: dict[str, int] = {}
    for day in days_between(session, period, [activity_id]):
        for key, number in day.totals.items():
            if key.startswith(HEARD_PREFIX) and number > 0:
                totals[key] = totals.get(key, 0) + number
    if not office and any(is_small(number) for number in totals.values()):
        return ()
    labels = {key: gettext(text) for key, text in HEARD.items()}
    return tuple(
        (labels[key], totals[HEARD_PREFIX + key]) for key in HEARD if totals.get(HEARD_PREFIX + key)
    )
