"""Ids: none twice in a process whatever the moment, in their order; others tell a day alone."""

import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.db.ids import first_id, id_of_day, new_id, new_ids

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MANY = 20_000
DAYS = st.integers(0, 39_000)  # until 2106


def test_no_id_is_given_twice_in_one_moment() -> None:
    assert len({*new_ids(NOW, MANY), *(new_id(NOW) for _ in range(MANY))}) == 2 * MANY


def test_nor_by_threads_that_ask_at_once() -> None:
    made: list[list[int]] = []
    threads = [threading.Thread(target=lambda: made.append(new_ids(NOW, MANY))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one for some in made for one in some}) == 8 * MANY


@given(DAYS, st.integers(0, 86_399_999))
def test_an_id_is_of_its_millisecond_and_fits_the_column(days: int, milliseconds: int) -> None:
    moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days, milliseconds=milliseconds)
    after = moment + timedelta(milliseconds=1)
    assert 0 < first_id(moment) <= new_id(moment) < first_id(after) <= new_id(after) < 2**63


@given(st.dates(date(1, 1, 1), date(2106, 1, 1)))
def test_an_id_of_a_day_is_of_that_day_and_fits_the_column(day: date) -> None:
    begins = datetime.combine(max(day, date(1970, 1, 1)), datetime.min.time(), UTC)
    assert 0 <= first_id(begins) < id_of_day(day) < first_id(begins + timedelta(1)) < 2**63


def test_an_id_of_a_day_tells_neither_the_hour_nor_which_was_made_beside_it() -> None:
    made = [id_of_day(NOW.date()) for _ in range(MANY)]
    begins = first_id(datetime(2026, 11, 26, tzinfo=UTC))
    hour = first_id(datetime(2026, 11, 26, 1, tzinfo=UTC)) - begins
    of_hour = [
        sum(begins + at * hour <= one < begins + (at + 1) * hour for one in made)
        for at in range(24)
    ]
    assert min(of_hour) > MANY / 24 / 2
    assert max(of_hour) < MANY / 24 * 2
    assert len(set(made)) == MANY
    rising = sum(one < after for one, after in pairwise(made))
    assert 0.45 < rising / MANY < 0.55
    assert min(abs(one - after) for one, after in pairwise(made)) > 2**21
