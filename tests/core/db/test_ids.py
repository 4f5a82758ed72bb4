"""Ids: none twice in a process whatever the moment, and in the order of the moments."""

import threading
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.db.ids import first_id, new_id, new_ids

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
