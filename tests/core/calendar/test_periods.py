"""Weeks, months and counting years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar.counting_year import CountingYear, Period, iso_week, month
from core.calendar.holidays_no import public_holidays
from core.calendar.recurrence import BadRule, WeeklyRule

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
STARTS = st.dates(date(2023, 1, 1), date(2023, 12, 31))
SEPTEMBER = CountingYear(9, 1)


@given(DAYS, STARTS)
def test_every_day_is_in_one_counting_year_and_they_follow_one_another(
    day: date, start: date
) -> None:
    year = CountingYear(start.month, start.day)
    period = year.containing(day)
    assert day in period
    assert (period.first.month, period.first.day) == (start.month, start.day)
    before = year.previous(period)
    assert before.last + timedelta(days=1) == period.first
    assert year.containing(before.last) == before


@given(DAYS)
def test_weeks_and_months_hold_their_day(day: date) -> None:
    week, whole = iso_week(day), month(day)
    assert day in week
    assert week.days == 7
    assert week.first.weekday() == 0
    assert {one.isocalendar().week for one in (week.first, week.last)} == {day.isocalendar().week}
    assert day in whole
    assert whole.previous_month().last + timedelta(days=1) == whole.first


def test_2026_has_a_week_53() -> None:
    week = iso_week(date(2027, 1, 1))
    assert week == Period(date(2026, 12, 28), date(2027, 1, 3))
    assert week.first.isocalendar().week == 53
    assert iso_week(date(2027, 1, 4)).first.isocalendar().week == 1


def test_a_counting_year_is_named_by_its_years() -> None:
    assert SEPTEMBER.label(SEPTEMBER.containing(date(2023, 8, 31))) == "2022–2023"
    january = CountingYear.parse("01-01")
    assert january.label(january.containing(date(2023, 8, 31))) == "2023"


@pytest.mark.parametrize("text", ["02-29", "13-01", "september", "9"])
def test_a_counting_year_begins_on_a_day_every_year_has(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (several libraries word it)
        CountingYear.parse(text)


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@given(st.sets(st.integers(0, 6), min_size=1), DAYS, st.integers(0, 700).map(timedelta))
def test_a_weekly_rule_gives_its_weekdays_and_no_other(
    weekdays: set[int], first: date, length: timedelta
) -> None:
    dates = WeeklyRule(weekdays, first, first + length).dates()
    assert dates == sorted(set(dates))
    assert all(day.weekday() in weekdays and first <= day <= first + length for day in dates)
    assert len(dates) >= len(weekdays) * (length.days // 7)


@pytest.mark.parametrize(
    ("weekdays", "first", "last"),
    [
        (set(), date(2026, 1, 1), date(2026, 2, 1)),
        ({7}, date(2026, 1, 1), date(2026, 2, 1)),
        ({1}, date(2026, 2, 1), date(2026, 1, 1)),
        ({1}, date(2026, 1, 1), date(2029, 1, 1)),
    ],
)
def test_a_rule_without_days_or_without_end_is_refused(
    weekdays: set[int], first: date, last: date
) -> None:
    with pytest.raises(BadRule):
        WeeklyRule(weekdays, first, last)


def test_public_holidays_are_named_in_both_languages() -> None:
    year = Period(date(2027, 1, 1), date(2027, 12, 31))
    found = public_holidays(year)
    assert found[date(2027, 3, 26)] == "Langfredag"
    assert "Grunnlovsdag" in found[date(2027, 5, 17)]
    assert date(2027, 3, 21) not in found
    assert public_holidays(year, "en")[date(2027, 3, 26)] == "Good Friday"
    assert len(found) == 11
