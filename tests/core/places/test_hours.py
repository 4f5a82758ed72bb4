"""Opening hours: what people write, what cannot be, and how the week is said."""

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.places.hours import WEEKDAYS, Hours, checked, read_day, weeks, written
from core.problems import Refused

_TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
_HOURS = st.builds(Hours, st.sampled_from(WEEKDAYS), _TIMES, _TIMES | st.just(time(0)))


def _end(one: Hours) -> time:
    """Midnight closes the day."""
    return one.closes if one.closes > time(0) else time.max


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("", []),
        ("10-15", [("10:00", "15:00")]),
        ("kl. 9.30–12, 13:00 – 16", [("09:30", "12:00"), ("13:00", "16:00")]),
        ("18 til 20", [("18:00", "20:00")]),
        ("18–24", [("18:00", "00:00")]),
        ("0–24.00", [("00:00", "00:00")]),
        ("13–16 og 10–12", [("10:00", "12:00"), ("13:00", "16:00")]),
        ("10–12; 12–14", [("10:00", "12:00"), ("12:00", "14:00")]),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, spans: list[tuple[str, str]]) -> None:
    expected = [Hours(2, time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans]

    assert read_day(2, typed) == expected


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("ten to three", "cannot read"),
        ("10", "cannot read"),
        ("10-25", "cannot read"),
        ("10.75-12", "cannot read"),
        ("15–10", "open before it closes"),
        ("10–10", "open before it closes"),
        ("20–24.30", "cannot read"),
        ("24–2", "cannot read"),
        ("22–24, 23–24", "overlap"),
        ("10–14, 13–16", "overlap"),
    ],
)
def test_what_cannot_be_is_refused_at_its_day(typed: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as refusal:
        read_day(4, typed)

    assert refusal.value.field == "day_4"


@given(st.lists(_HOURS, max_size=8))
def test_hours_that_are_let_through_never_overlap(hours: list[Hours]) -> None:
    try:
        kept = checked(hours)
    except Refused:
        overlap = any(
            one is not other
            and one.weekday == other.weekday
            and one.opens < _end(other)
            and other.opens < _end(one)
            for one in hours
            for other in hours
        )
        assert overlap or any(one.opens >= _end(one) for one in hours)
        return
    assert sorted(kept) == sorted(hours)
    for one, other in pairwise(kept):
        assert (one.weekday, _end(one)) <= (other.weekday, other.opens) or (
            one.weekday < other.weekday
        )


@given(st.lists(_HOURS, max_size=8))
def test_what_is_written_is_read_again_and_the_week_leaves_nothing_out(hours: list[Hours]) -> None:
    try:
        kept = checked(hours)
    except Refused:
        return
    assert [one for day in WEEKDAYS for one in read_day(day, written(kept, day))] == kept
    said = [
        Hours(weekday, opens, closes)
        for days in weeks(kept)
        for weekday in range(days.first, days.last + 1)
        for opens, closes in days.spans
    ]
    assert sorted(said) == kept


def test_days_in_a_row_with_the_same_hours_are_one_line() -> None:
    hours = [Hours(day, time(10), time(15)) for day in (0, 1, 2, 4)]

    assert [(days.first, days.last) for days in weeks(hours)] == [(0, 2), (4, 4)]
