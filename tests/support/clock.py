"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

import pytest


class Clock:
    """Call it for the time; UTC, as everything that is stored."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time it shows."""
        return self.now

    def advance(self, **by: float) -> datetime:
        """Move it on, by timedelta's words, and say what it shows then."""
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Sunday 22 November 2026, 13:00 in Oslo: an opening day of the family centre."""
    return Clock(datetime(2026, 11, 22, 12, tzinfo=UTC))
