"""What leaves the office tells of nobody: from one to four are hidden, and not to be worked out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar.counting_year import Period
from core.statistics.distributions import (
    Distribution,
    distribution,
    distribution_chart,
    guarded,
    whole_years,
)

ROWS = st.lists(st.integers(0, 30), min_size=1, max_size=8).map(
    lambda numbers: [(f"option {at}", number) for at, number in enumerate(numbers)]
)
LABELS = {"2": "Good", "1": "Bad"}


@given(ROWS)
def test_a_choice_shows_no_small_number_and_none_that_follows_from_the_rest(
    rows: list[tuple[str, int]],
) -> None:
    n = sum(number for _label, number in rows)
    shown = guarded(rows, n, scale=False)
    if n < 5:
        assert shown == []
        return
    if not shown:
        assert {number for _label, number in rows} in ({1}, {4})
        return
    hidden = [given for given, (_label, number) in zip(rows, shown, strict=True) if number is None]
    assert not any(number is not None and 0 < number < 5 for _label, number in shown)
    assert len(hidden) != 1
    assert all(number in {None, dict(rows)[label]} for label, number in shown)
    rest = n - sum(number or 0 for _label, number in shown)
    assert not hidden or rest not in {len(hidden), 4 * len(hidden)}


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([7, 1, 1], [None, None, None]),
        ([7, 4, 4, 9], [None, None, None, 9]),
        ([10, 1, 1, 20], [None, None, None, None]),  # 12 would be three times four
        ([7, 1, 2], [7, None, None]),
        ([7, 3, 9], [None, None, 9]),
        ([4, 4, 0], [None, None, None]),
        ([4, 4], []),
        ([1, 1, 1, 1, 1], []),
        ([7, 9, 0], [7, 9, 0]),
    ],
)
def test_hidden_numbers_do_not_follow_from_their_sum(
    numbers: list[int], shown: list[int | None]
) -> None:
    rows = [(f"option {at}", number) for at, number in enumerate(numbers)]
    told = guarded(rows, sum(numbers), scale=False)
    assert [number for _label, number in told] == shown


@given(ROWS)
def test_a_scale_is_open_from_five_on(rows: list[tuple[str, int]]) -> None:
    n = sum(number for _label, number in rows)
    assert guarded(rows, n, scale=True) == (rows if n >= 5 else [])


def test_every_answer_has_its_number_and_what_has_no_label_comes_last() -> None:
    given_ = [["2"], ["2", "other"], ["2"]]
    found = distribution("How?", LABELS, given_, scale=False, office=True)
    assert found == Distribution("How?", 3, (("Good", 3), ("Bad", 0), ("other", 1)))
    outside = distribution("How?", LABELS, given_, scale=False, office=False)
    assert outside == Distribution("How?", None, ())


def test_the_longest_bar_stands_out_and_a_hidden_number_has_none() -> None:
    chart = distribution_chart("a", Distribution("How?", 9, (("Good", None), ("Bad " * 9, 6))))
    assert chart is not None
    assert (chart.count("<rect"), chart.count('class="chart-bar"')) == (1, 1)
    assert "<desc" in chart
    assert "Good: –" in chart
    assert "…</text>" in chart
    assert distribution_chart("a", Distribution("How?", None, ())) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 2000))
def test_periods_outside_the_office_are_years(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    found = whole_years(Period(first, last))
    assert found.first <= first
    assert found.last >= last
    assert whole_years(found) == found
