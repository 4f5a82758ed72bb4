"""A plugin's own code has a second, in threads that are kept and never waited for."""

import threading

import pytest

from core.bookings.watch import REST_SECONDS, NoAnswer, Watch

_SOON = 0.05


def test_the_thread_that_answered_is_asked_again() -> None:
    watch = Watch(lambda: 0.0)
    first = watch.call("one", threading.current_thread)
    assert watch.call("another", threading.current_thread) is first
    assert first is not threading.current_thread()


def test_one_that_does_not_come_back_is_left_behind_and_ends_when_it_can() -> None:
    late = threading.Event()
    asked: list[threading.Thread] = []

    def ask() -> None:
        asked.append(threading.current_thread())
        late.wait()

    watch = Watch(lambda: 0.0, seconds=_SOON)
    with pytest.raises(NoAnswer, match=r"slow took over 0\.05 s"):
        watch.call("slow", ask)
    assert watch.call("quick", threading.current_thread) is not asked[0]
    late.set()
    asked[0].join(10)
    assert not asked[0].is_alive()


def test_who_fails_rests_for_a_minute_and_others_do_not() -> None:
    now = 0.0
    watch = Watch(lambda: now)
    with pytest.raises(NoAnswer, match="broken raised ZeroDivisionError"):
        watch.call("broken", lambda: 1 / 0)
    with pytest.raises(NoAnswer, match="rests"):
        watch.call("broken", lambda: 1)
    assert watch.call("sound", lambda: 1) == 1
    now = REST_SECONDS
    assert watch.call("broken", lambda: 1) == 1


def test_threads_end_with_the_watch() -> None:
    watch = Watch(lambda: 0.0)
    thread = watch.call("one", threading.current_thread)
    del watch
    thread.join(10)
    assert not thread.is_alive()
