"""Jobs run when they are due, one after another, whatever one of them does."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.bookings import letters
from core.bookings.models import Letter
from core.db.alone import alone
from core.db.database import Database
from core.db.tenancy import DistrictSession
from core.jobs.scheduler import Job, Workshop, in_every_district, run_once, work

SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)


class Said:
    """Notes of what ran, and when."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, datetime]] = []

    def job(self, name: str, every: timedelta, error: Exception | None = None) -> Job:
        """A job that notes when it ran, and fails if it has an error."""

        def run(_workshop: Workshop, now: datetime) -> None:
            self.ran.append((name, now))
            if error:
                raise error

        return Job(name, every, run)

    @property
    def number(self) -> Counter[str]:
        """How often each ran."""
        return Counter(name for name, _now in self.ran)


@SQLITE
def test_each_job_runs_at_once_and_then_in_its_own_time(workshop: Workshop) -> None:
    said = Said()
    begun = workshop.platform.clock()

    work(workshop, [said.job("often", timedelta(minutes=30)), said.job("seldom", HOUR)])

    assert [(name, (now - begun) / HOUR) for name, now in said.ran] == [
        ("often", 0),
        ("seldom", 0),
        ("often", 0.5),
        ("often", 1),
        ("seldom", 1),
        ("often", 1.5),
        ("often", 2),
        ("seldom", 2),
    ]


@SQLITE
def test_a_job_that_fails_is_logged_and_all_go_on(
    workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    said = Said()
    broken = said.job("broken", HOUR, RuntimeError("it breaks"))

    work(workshop, [broken, said.job("sound", HOUR)])

    assert said.number == {"broken": 3, "sound": 3}
    assert caplog.text.count("The job broken failed") == 3
    assert "it breaks" in caplog.text


@SQLITE
def test_no_job_begins_after_the_program_was_told_to_stop(workshop: Workshop) -> None:
    said = Said()
    stop = Job("stop", HOUR, lambda workshop, _now: workshop.stopping.set())

    work(workshop, [stop, said.job("next", HOUR)])

    assert said.ran == []


def test_a_job_that_runs_elsewhere_is_left_to_that_process(workshop: Workshop) -> None:
    said = Said()
    elsewhere = Database(workshop.config.database_url)
    with alone(elsewhere, "one"):
        assert run_once(workshop, said.job("one", HOUR))
        assert run_once(workshop, said.job("two", HOUR))
    elsewhere.close()

    assert said.number == {"two": 1}


@SQLITE
def test_one_districts_failure_is_its_own(
    workshop: Workshop, two_districts: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = two_districts

    def write(session: DistrictSession, now: datetime) -> None:
        letters.write(session, "a@stovner.example", "s", "b", now)
        session.flush()
        if session.district_id == first:
            raise RuntimeError("it breaks in one")

    assert not run_once(workshop, Job("write", HOUR, in_every_district(write)))

    assert "it breaks in one" in caplog.text
    assert "a@stovner.example" not in caplog.text
    kept = []
    for district_id in two_districts:
        with workshop.platform.database.reading(district_id) as session:
            kept += session.scalars(select(Letter.district_id)).all()
    assert kept == [second]
