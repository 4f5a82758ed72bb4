"""A workshop whose waiting moves the clock instead of taking time."""

from pathlib import Path
from threading import Event

import pytest
from flask import Flask

from core.config import Config
from core.jobs.scheduler import Workshop
from core.testing.factories import make_district
from tests.support.clock import Clock


class Waiting(Event):
    """Waiting takes no time and moves the clock; it is told to stop after some hours."""

    def __init__(self, clock: Clock, hours: float) -> None:
        super().__init__()
        self._clock = clock
        self._end = clock.now.timestamp() + hours * 3600

    def wait(self, timeout: float | None = None) -> bool:
        """Move the clock on."""
        assert timeout is not None
        if self._clock.advance(seconds=timeout).timestamp() > self._end:
            self.set()
        return self.is_set()


@pytest.fixture
def workshop(app: Flask, clock: Clock, migrated_url: str, tmp_path: Path) -> Workshop:
    """The program's parts, and two hours until it is told to stop. There is no mail server."""
    config = Config(tmp_path, migrated_url, "a key for tests")
    return Workshop(app, config, Waiting(clock, hours=2))


@pytest.fixture
def two_districts(workshop: Workshop) -> tuple[int, int]:
    """The ids of two districts."""
    with workshop.platform.database.platform_writing() as shared:
        return make_district(shared).id, make_district(shared, "grorud").id
