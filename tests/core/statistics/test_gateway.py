"""Figures, and what is hidden outside the office that counted."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.calendar.counting_year import CountingYear, Period
from core.statistics.basics import BASIC_MEASURES
from core.statistics.gateway import Reach, figures, reach_of
from core.statistics.measures import CountKind, HeldDay

YEAR = CountingYear(9, 1)
FIRST = date(2022, 9, 1)
SMALL = st.integers(0, 6)
NEWCOMERS = ("unique", "unique_adult", "unique_child")


def a_day(number: int, adult: int, child: int, new_adult: int = 0, new_child: int = 0) -> HeldDay:
    return HeldDay(
        FIRST + timedelta(days=number),
        "familiesenter",
        {
            CountKind.VISIT: {"adult": adult, "child": child},
            CountKind.NEWCOMER: {"new_adult": new_adult, "new_child": new_child},
        },
    )


def values(
    days: list[HeldDay], *, office: bool = True, reach: Reach = Reach.WHOLE_YEAR
) -> dict[str, Any]:
    found = figures(BASIC_MEASURES, days, office=office, reach=reach)
    return {key: one.value for key, one in found.items()}


def test_kinds_are_never_added() -> None:
    found = values([a_day(0, 10, 20, 3, 4), a_day(1, 1, 2)])
    assert found["visits"] == 33
    assert found["unique"] == 7
    assert found["visits_per_opening_day"] == 16.5


def test_a_day_when_nobody_came_is_an_opening_day() -> None:
    found = values([a_day(0, 0, 0)])
    assert (found["opening_days"], found["visits"]) == (1, 0)
    assert found["busiest_weekday"] is None


def test_without_days_there_is_no_mean_and_no_busiest_weekday() -> None:
    found = values([])
    assert found["visits_per_opening_day"] is None
    assert found["busiest_weekday"] is None


def test_the_busiest_weekday_is_by_mean_and_the_earlier_of_two() -> None:
    thursday, friday, saturday = a_day(0, 5, 5), a_day(1, 4, 6), a_day(2, 1, 1)
    assert values([saturday, friday, thursday])["busiest_weekday"] == "thursday"


def test_the_word_unique_belongs_to_counting_years() -> None:
    current = YEAR.containing(date(2026, 11, 22))
    assert reach_of(YEAR.starting(2022), YEAR, current) is Reach.WHOLE_YEAR
    assert reach_of(current, YEAR, current) is Reach.YEAR_SO_FAR
    assert reach_of(Period(FIRST, date(2022, 12, 31)), YEAR, current) is Reach.OTHER


@given(st.lists(st.tuples(SMALL, SMALL), max_size=4), st.sampled_from(Reach))
def test_outside_the_office_no_newcomers_from_one_to_four_can_be_seen_or_worked_out(
    newcomers: list[tuple[int, int]], reach: Reach
) -> None:
    days = [a_day(n, 9, 9, *new) for n, new in enumerate(newcomers)]
    seen, true = values(days, office=False, reach=reach), values(days)
    shown = [key for key in NEWCOMERS if seen[key] is not None]
    # All or none: two of total, adults and children give the third.
    assert shown in ([], list(NEWCOMERS))
    if shown:
        assert reach is Reach.WHOLE_YEAR
        assert all(true[key] == 0 or true[key] >= 5 for key in NEWCOMERS)
    assert seen["visits"] == true["visits"]


@given(st.lists(st.tuples(SMALL, SMALL), max_size=4), st.sampled_from(Reach))
def test_inside_the_office_every_figure_is_shown(
    newcomers: list[tuple[int, int]], reach: Reach
) -> None:
    days = [a_day(n, 9, 9, *new) for n, new in enumerate(newcomers)]
    assert values(days, reach=reach)["unique"] == sum(sum(new) for new in newcomers)
