"""The visits of some days in a few honest figures."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.measures import CountKind, HeldDay
from core.statistics.summary import FEWEST_FOR_A_TREND, Summary, summary

FIRST = date(2023, 1, 10)


def days(*visits: int, apart: int = 30) -> list[HeldDay]:
    """A day for each number, so many days apart."""
    return [
        HeldDay(FIRST + timedelta(days=apart * n), "a", {CountKind.VISIT: {"adult": count}})
        for n, count in enumerate(visits)
    ]


def test_no_days_tell_nothing() -> None:
    assert summary([]) == Summary(0)


def test_one_day_has_a_mean_and_no_deviation_or_trend() -> None:
    assert summary(days(7)) == Summary(1, 7.0, 7, 7)


def test_a_trend_is_visits_a_month_and_needs_four_days() -> None:
    assert summary(days(10, 12, 14)).trend is None
    assert summary(days(10, 12, 14, 16)).trend == pytest.approx(2.0, abs=0.05)
    assert summary(days(1, 2, 3, 4, apart=0)).trend is None


@given(st.lists(st.integers(0, 300), min_size=1, max_size=30), st.randoms())
def test_the_mean_lies_within_the_spread_and_order_does_not_matter(
    visits: list[int], random: object
) -> None:
    found = days(*visits)
    told = summary(found)
    random.shuffle(found)  # type: ignore[attr-defined]
    assert summary(found) == told
    assert told.fewest is not None
    assert told.mean is not None
    assert told.most is not None
    assert told.fewest - 1e-9 <= told.mean <= told.most + 1e-9
    assert (told.trend is None) == (len(visits) < FEWEST_FOR_A_TREND)
