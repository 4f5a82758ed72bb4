"""Local time and moments."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar.zones import NonexistentTime, local_date, local_time, to_utc

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (date(2026, 10, 24), 2),
        (date(2026, 10, 25), 1),
        (date(2027, 3, 27), 1),
        (date(2027, 3, 28), 2),
    ],
)
def test_six_in_the_evening_stays_six_across_clock_changes(day: date, offset: int) -> None:
    moment = to_utc(day, time(18))
    assert moment == datetime(day.year, day.month, day.day, 18 - offset, tzinfo=UTC)
    assert (local_date(moment), local_time(moment)) == (day, time(18))


def test_the_missing_hour_is_refused_with_what_was_asked() -> None:
    with pytest.raises(NonexistentTime) as refused:
        to_utc(date(2027, 3, 28), time(2, 30))
    assert (refused.value.day, refused.value.clock) == (date(2027, 3, 28), time(2, 30))


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert to_utc(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(DAYS, st.times().filter(lambda clock: not time(2) <= clock < time(3)))
def test_every_other_local_time_comes_back_as_it_went_in(day: date, clock: time) -> None:
    moment = to_utc(day, clock)
    assert (local_date(moment), local_time(moment)) == (day, clock)
