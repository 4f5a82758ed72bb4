"""Which interpreters a day needs, and whether they are ordered. Kept by the organisation."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused
from core.schedules.assignments import day_of
from core.schedules.models import InterpreterNeed

MOST_LETTERS = 60


def interpreters(
    session: DistrictSession, days: Collection[int]
) -> Mapping[int, Sequence[InterpreterNeed]]:
    """Which interpreters each of these days needs, by the day's id."""
    found: dict[int, list[InterpreterNeed]] = defaultdict(list)
    for row in session.scalars(
        select(InterpreterNeed)
        .where(InterpreterNeed.occurrence_id.in_(days))
        .order_by(InterpreterNeed.language)
    ):
        found[row.occurrence_id].append(row)
    return found


def need_interpreter(
    session: DistrictSession,
    access: Access,
    occurrence_id: int,
    language: str,
    *,
    ordered: bool,
    now: datetime,
) -> None:
    """Write down that a day needs an interpreter, or that one is ordered.

    Raises NotFound, Forbidden, or Refused with the field.
    """
    day_of(session, access, occurrence_id)
    language = language.strip()
    if not language:
        raise Refused(N_("Write which language."), field="language")
    if len(language) > MOST_LETTERS:
        raise Refused(N_("Write it in at most %(n)s letters."), field="language", n=MOST_LETTERS)
    row = session.scalar(
        select(InterpreterNeed).where(
            InterpreterNeed.occurrence_id == occurrence_id, InterpreterNeed.language == language
        )
    )
    if row is None:
        row = InterpreterNeed(id=new_id(now), occurrence_id=occurrence_id, language=language)
        session.add(row)
    row.ordered = ordered


def forget_interpreter(session: DistrictSession, access: Access, need_id: int, *, on: int) -> None:
    """The day needs that interpreter no longer. Raises NotFound or Forbidden."""
    row = session.scalar(
        select(InterpreterNeed).where(
            InterpreterNeed.id == need_id, InterpreterNeed.occurrence_id == on
        )
    )
    if row is None:
        raise NotFound
    day_of(session, access, row.occurrence_id)
    session.delete(row)
