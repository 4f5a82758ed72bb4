"""Whatever is sent, how often and in which order: totals are what a recount gives."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.accounts.roles import Role
from core.counts.events import NewEvent
from core.counts.models import CountEvent, CountTotal
from core.counts.service import save_events
from core.db.database import Database
from core.db.tenancy import DistrictSession
from core.testing.factories import make_occurrence
from tests.core.counts.conftest import Centre

TAPPED = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEYS = ("adult", "child", "new_adult", "new_child", "volunteers")
Tap = tuple[str, int, bool]
taps = st.lists(
    st.tuples(st.sampled_from(KEYS), st.integers(-5, 5), st.booleans()), min_size=1, max_size=30
)


@pytest.fixture
def new_day(centre: Centre) -> "NewDay":
    return NewDay(centre)


class NewDay:
    """A day of its own for every example."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._numbers = count(30)

    def __call__(self) -> int:
        day = date(2026, 11, 22) - timedelta(days=next(self._numbers))
        with self._centre.database.writing(self._centre.district) as session:
            return make_occurrence(session, self._centre.activity, day).id


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(taps=taps, seed=st.integers(0, 2**32), size=st.integers(1, 9))
def test_totals_agree_with_a_recount(
    centre: Centre, new_day: NewDay, taps: list[Tap], seed: int, size: int
) -> None:
    day = new_day()
    events = _events(day, taps)
    wanted: dict[str, int] = {}
    for event in events:
        wanted[event.category] = wanted.get(event.category, 0) + event.n
    sent = [*events, *events, *events]
    Random(seed).shuffle(sent)
    # Undoes may overtake their taps: what was refused is sent again, as a telephone would.
    waiting = sent
    while waiting:
        refused: set[UUID] = set()
        for start in range(0, len(waiting), size):
            with centre.database.writing(centre.district) as session:
                batch = waiting[start : start + size]
                saved = save_events(session, centre.counting(Role.LEADER), batch)
                refused |= {one.id for one in saved.rejected}
        waiting = [event for event in events if event.id in refused]
    with centre.database.reading(centre.district) as session:
        assert _totals(session, day) == _recount(session, day)
        assert {key: total for key, (total, _entries) in _totals(session, day).items()} == wanted


def _events(day: int, taps: list[Tap]) -> list[NewEvent]:
    events = []
    for category, n, undone in taps:
        tap = NewEvent(uuid4(), day, category, n, TAPPED)
        events.append(tap)
        if undone:
            events.append(NewEvent(uuid4(), day, category, -n, TAPPED, undoes=tap.id))
    return events


def _totals(session: DistrictSession, day: int) -> dict[str, tuple[int, int]]:
    rows = session.execute(
        select(CountTotal.category, CountTotal.total, CountTotal.entries).where(
            CountTotal.occurrence_id == day
        )
    )
    return {category: (total, entries) for category, total, entries in rows}


def _recount(session: DistrictSession, day: int) -> dict[str, tuple[int, int]]:
    rows = session.execute(
        select(
            CountEvent.category,
            func.sum(CountEvent.n),
            func.count() - 2 * func.count(CountEvent.undoes),
        )
        .where(CountEvent.occurrence_id == day)
        .group_by(CountEvent.category)
    )
    return {category: (int(total), entries) for category, total, entries in rows}


def test_the_database_is_both_kinds(database: Database, backend: str) -> None:
    assert database.is_sqlite is (backend == "sqlite")
