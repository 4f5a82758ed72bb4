"""The job that runs what plugins do by themselves, where they are on."""

from collections.abc import Iterator
from datetime import datetime

from core.districts.service import switched_on
from core.jobs.scheduler import Workshop, district_refs
from core.plugin_api import DistrictRef, Failure, PluginJob
from core.web.here import Platform


class PluginsFailed(Exception):
    """Jobs of plugins failed. Each has been logged with its own error."""


def run_plugins_jobs(workshop: Workshop, now: datetime) -> None:
    """Each job of each plugin in each district, in a transaction each; a failure is its own."""
    platform = workshop.platform
    failed = []
    for district in district_refs(platform.database):
        for plugin, job in _of(platform, district):
            if workshop.stopping.is_set():
                return
            if isinstance(_run(workshop, district, plugin, job, now), Failure):
                failed.append(f"{plugin}'s {job.key} in {district.slug}")
    if failed:
        raise PluginsFailed(", ".join(failed))


def _of(platform: Platform, district: DistrictRef) -> Iterator[tuple[str, PluginJob]]:
    with platform.database.platform_reading() as shared:
        enabled = switched_on(shared, district.id)
    for answer in platform.host.call_enabled("jobs", district, enabled):
        for job in answer.value:
            yield answer.plugin, job


def _run(
    workshop: Workshop, district: DistrictRef, plugin: str, job: PluginJob, now: datetime
) -> Failure | None:
    def run() -> None:
        # A letter is written in a language, which needs the app
        with (
            workshop.app.app_context(),
            workshop.platform.database.writing(district.id) as session,
        ):
            job.run(session, now)

    return workshop.platform.host.attempt(plugin, "jobs", run)
