"""The cycle: whatever is done, the board tells the first step that is left, and when it is late."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.steps import Step, due_days, left

DAY = date(2026, 12, 1)
DONE = st.frozensets(st.sampled_from(Step))


@given(DONE, st.booleans())
def test_what_is_left_is_in_order_and_never_done(done: frozenset[Step], over: bool) -> None:
    found = left(done, over=over)
    assert list(found) == sorted(found, key=list(Step).index)
    assert not set(found) & done
    assert set(found) | done >= ({Step.COUNT, Step.REFLECTION} if over else set(Step))
    if over:
        assert set(found) <= {Step.COUNT, Step.REFLECTION}


@given(st.integers(0, 365), st.integers(0, 60))
def test_days_are_counted_from_the_gathering(before: int, after: int) -> None:
    settings = NetworkSettings(theme_days=before, reflection_days=after)
    due = due_days(DAY, settings)
    assert due[Step.THEME] == DAY - timedelta(days=before)
    assert due[Step.COUNT] == DAY
    assert due[Step.REFLECTION] == DAY + timedelta(days=after)
