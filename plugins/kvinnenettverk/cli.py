"""`innbyggerbasen kvinnenettverk import`."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from core.accounts.actors import Access, Actor, Grant
from core.accounts.roles import Role
from core.calendar.zones import local_date
from core.counts.day_files import Look, read, save
from core.db.tenancy import DistrictSession
from core.districts.service import kept_settings
from core.plugin_api import settings_from
from core.problems import Refused
from core.schedules.models import Activity
from core.schedules.partners import ensure_activity, ensure_organisation
from plugins.kvinnenettverk.importing import look
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.words import ACTIVITY, PARTNER, PLUGIN, WOMEN_ONLY

_ACTOR = Actor("command", 0, "command line", (Grant(Role.DISTRICT_ADMIN, None, None),))


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--district", "slug", required=True)
@click.option("--commit", is_flag=True, help="Save. Without it you see what would be saved.")
@click.pass_obj
def import_file(program: Any, file: Path, slug: str, commit: bool) -> None:
    """Import gatherings with their themes and visits (CSV or XLSX), all or nothing."""
    district, parts = program.district(slug), program.parts
    now = parts.clock()
    file_read = read(file.read_bytes(), local_date(now))
    with parts.database.reading(district.id) as session:
        known = session.scalar(select(Activity.id).where(Activity.slug == ACTIVITY))
        _tell(look(session, known or 0, file_read, _settings(session)))
    if not commit:
        click.echo("Nothing is saved: this was a look. Add --commit to save.")
        return
    with parts.database.platform_writing() as shared:
        organisation_id = ensure_organisation(shared, district.id, PARTNER, now)
    with parts.database.writing(district.id) as session:
        activity = ensure_activity(session, ACTIVITY, PARTNER, organisation_id, now)
        activity.plugin = activity.plugin or PLUGIN
        activity.tags = sorted({*activity.tags, WOMEN_ONLY})
        found = look(session, activity.id, file_read, _settings(session))
        access = Access(_ACTOR, district.id, parts.policy)
        saved = save(session, access, activity, file.name, found, now)
        click.echo(f"Saved {saved} gatherings." if saved else "Nothing to add.")


def _tell(found: Look) -> None:
    new, same = len(found.comparison.new), len(found.comparison.same)
    click.echo(f"{new} gatherings would be saved. {same} are saved already.")
    if found.wrong:
        text = "\n".join(f"line {one.line}: {one.message} {one.text}" for one in found.wrong)
        raise Refused("Nothing is saved.\n%(lines)s", lines=text)


def _settings(session: DistrictSession) -> NetworkSettings:
    kept = kept_settings(session, session.district_id)
    return settings_from(NetworkSettings, kept.get(PLUGIN, {}))
