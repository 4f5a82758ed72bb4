"""The job that runs what plugins do by themselves, where they are on."""

from collections.abc import Iterator
from datetime import datetime

from core.db.database import Database
from core.districts.service import switched_on
from core.jobs.scheduler import Workshop, district_refs
from core.plugin_api import DistrictRef, PluginHost, PluginJob


def run_plugins_jobs(workshop: Workshop, now: datetime) -> None:
    """Each job of each plugin in each district, in a transaction each; a failure is its own."""
    platform = workshop.platform
    failures = []
    for district in district_refs(platform.database):
        for job in _of(platform.database, platform.host, district):
            if workshop.stopping.is_set():
                return
            if error := _tried(workshop, district, job, now):
                failures.append(error)
    if failures:
        raise ExceptionGroup(f"{len(failures)} of the plugins' jobs failed", failures)


def _of(database: Database, host: PluginHost, district: DistrictRef) -> Iterator[PluginJob]:
    with database.platform_reading() as shared:
        enabled = switched_on(shared, district.id)
    for answer in host.call_enabled("jobs", district, enabled):
        yield from answer.value


def _tried(
    workshop: Workshop, district: DistrictRef, job: PluginJob, now: datetime
) -> Exception | None:
    # A letter is written in a language, which needs the app
    with workshop.app.app_context():
        try:
            with workshop.platform.database.writing(district.id) as session:
                job.run(session, now)
        except Exception as error:  # noqa: BLE001 (the others have their turn first)
            error.add_note(f"the job {job.key} in {district.slug}")
            return error
    return None
