"""Whatever becomes of a day: one reminder, in time, by daylight; and every move is told of."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.calendar.zones import local_date, local_time
from core.schedules.models import OccurrenceState
from plugins.paaminnelse.due import FROM, Kind, due, told

BEGIN = datetime(2026, 3, 20, tzinfo=UTC)  # summer time begins on the 29th
HOUR = timedelta(hours=1)
HOURS = 24 * 20
moments = st.integers(0, HOURS).map(lambda n: BEGIN + n * HOUR)
moves = st.lists(st.tuples(st.integers(0, HOURS), moments), max_size=4)


def lived(
    starts: datetime, changes: dict[int, datetime], cancelled: int | None
) -> list[tuple[datetime, Kind, datetime]]:
    """Every letter of one reminder, hour by hour: when, what, and the start it told of."""
    found = []
    told_of = None
    for hour in range(HOURS):
        now = BEGIN + hour * HOUR
        starts = changes.get(hour, starts)
        off = cancelled is not None and hour >= cancelled
        state = OccurrenceState.CANCELLED if off else OccurrenceState.PLANNED
        kind = due(state, starts, told_of, now)
        if kind is not None:
            found.append((now, kind, starts))
            told_of = told(starts, now)
        if off:
            break
    return found


@given(moments)
def test_a_day_that_stands_is_reminded_of_once_and_not_at_night(starts: datetime) -> None:
    letters = lived(starts, {}, None)
    assert [kind for _now, kind, _starts in letters] == [Kind.REMINDER] * (starts > BEGIN)
    for now, _kind, _starts in letters:
        assert now < starts
        assert local_date(starts) - local_date(now) <= timedelta(days=1)
        on_the_day = local_date(now) == local_date(starts)
        assert local_time(now) >= FROM or on_the_day
        assert local_time(now) == time(10) or now == BEGIN, "as soon as it may be"


@given(moments, moves, st.none() | st.integers(0, HOURS))
def test_nobody_is_told_twice_of_one_time_nor_of_what_has_begun(
    starts: datetime, changes: list[tuple[int, datetime]], cancelled: int | None
) -> None:
    letters = lived(starts, dict(changes), cancelled)
    for (_then, _kind, before), (_now, kind, after) in pairwise(letters):
        # A move far ahead is told at once, and reminded of in its time
        assert before != after or kind is not Kind.MOVED
    for now, _kind, told_of in letters:
        assert now < told_of
    kinds = [kind for _now, kind, _starts in letters]
    assert kinds.count(Kind.CANCELLED) <= 1
    assert Kind.CANCELLED not in kinds[:-1], "nothing comes after it"
    assert kinds.count(Kind.MOVED) <= len(changes)


@given(moments, moments, st.integers(0, HOURS - 1))
def test_who_was_reminded_is_told_when_it_is_moved(
    starts: datetime, moved: datetime, hour: int
) -> None:
    letters = lived(starts, {hour: moved}, None)
    now = BEGIN + hour * HOUR
    reminded = any(when < now for when, kind, _starts in letters if kind is Kind.REMINDER)
    if reminded and moved not in {starts} and now < moved:
        assert (now, Kind.MOVED, moved) in letters
