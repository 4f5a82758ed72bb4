"""The dates a period is compared to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar.counting_year import Period

TODAY = date(2026, 11, 22)
DATES = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2022, 9, 1), date(2023, 8, 31), (date(2021, 9, 1), date(2022, 8, 31))),
        (date(2024, 2, 29), date(2024, 2, 29), (date(2023, 2, 28), date(2023, 2, 28))),
        (date(2026, 9, 1), date(2027, 8, 31), (date(2025, 9, 1), date(2025, 11, 22))),
        (date(2023, 1, 1), date(2024, 12, 31), (date(2021, 1, 1), date(2022, 12, 31))),
    ],
)
def test_the_same_dates_before(first: date, last: date, before: tuple[date, date]) -> None:
    found = Period(first, last).year_before(TODAY)
    assert (found.first, found.last) == before


@given(DATES, DATES, DATES)
def test_it_is_over_before_the_period_begins_and_as_long(
    one: date, other: date, today: date
) -> None:
    period = Period(min(one, other), max(one, other))
    before = period.year_before(today)
    assert before.last < period.first
    assert before.days <= period.days + 2  # leap days
