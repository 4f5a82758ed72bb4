"""Jobs, one after another: a job that fails is logged, and the next one runs."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import TypeAlias, cast

from flask import Flask
from sqlalchemy import select

from core.config import Config
from core.db.alone import alone
from core.db.database import Database
from core.db.tenancy import DistrictSession
from core.districts.models import District
from core.plugin_api import DistrictRef
from core.web.failing import tell
from core.web.here import EXTENSION, Platform

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Workshop:
    """What jobs work with. `stopping` is set when the program is told to stop."""

    app: Flask
    config: Config
    stopping: Event

    @property
    def platform(self) -> Platform:
        """The running program's parts."""
        return cast("Platform", self.app.extensions[EXTENSION])


Run: TypeAlias = Callable[[Workshop, datetime], object]


@dataclass(frozen=True)
class Job:
    """Something to be done every so often. `run` gets the moment it began, and may raise.

    Two processes never run the same job at once. One that takes long looks at `stopping` now and
    then: nothing may keep the program from stopping within ten seconds.
    """

    name: str
    every: timedelta
    run: Run


def work(workshop: Workshop, jobs: Sequence[Job]) -> None:
    """Run each job at once and then whenever it is due, until the program stops."""
    clock, stopping = workshop.platform.clock, workshop.stopping
    due = dict.fromkeys((job.name for job in jobs), clock())
    while not stopping.is_set():
        for job in jobs:
            now = clock()
            if due[job.name] <= now and not stopping.is_set():
                due[job.name] = now + job.every
                run_once(workshop, job)
        stopping.wait(max(0.0, (min(due.values()) - clock()).total_seconds()))


def run_once(workshop: Workshop, job: Job) -> bool:
    """Run a job now; False when it failed. Nothing to do while another process runs it."""
    try:
        with alone(workshop.platform.database, job.name) as mine:
            if mine:
                job.run(workshop, workshop.platform.clock())
    except Exception:  # noqa: BLE001 (whatever a job does, the others go on)
        _log.exception("The job %s failed", job.name)
        return False
    finally:
        tell(workshop.platform, workshop.platform.clock())
    return True


def in_every_district(act: Callable[[DistrictSession, datetime], object]) -> Run:
    """A job that does this in each district, in a transaction each; one's failure is its own.

    On SQLite the writers' queue is held meanwhile, so `act` is short and asks no plugin.
    """

    def run(workshop: Workshop, now: datetime) -> None:
        def write(district: DistrictRef) -> None:
            with workshop.platform.database.writing(district.id) as session:
                act(session, now)

        for_each_district(workshop, write)

    return run


def for_each_district(workshop: Workshop, act: Callable[[DistrictRef], object]) -> None:
    """Do this for every district, until the program stops; one's failure is its own.

    Raises ExceptionGroup when all have had their turn and some failed.
    """
    failures = [
        error
        for district in district_refs(workshop.platform.database)
        if not workshop.stopping.is_set() and (error := _tried(act, district))
    ]
    if failures:
        raise ExceptionGroup(f"in {len(failures)} districts", failures)


def district_refs(database: Database) -> list[DistrictRef]:
    """All districts, as plugins know them, in the order of their ids."""
    wanted = select(District.id, District.slug, District.name).order_by(District.id)
    with database.platform_reading() as shared:
        rows = shared.execute(wanted)
        return [DistrictRef(row.id, row.slug, row.name) for row in rows]


def _tried(act: Callable[[DistrictRef], object], district: DistrictRef) -> Exception | None:
    try:
        act(district)
    except Exception as error:  # noqa: BLE001 (the job raises it when all districts had their turn)
        return error
    return None
