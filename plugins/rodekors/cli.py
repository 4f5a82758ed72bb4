"""`innbyggerbasen rodekors import`."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from core.accounts.actors import Access, Actor, Grant
from core.accounts.roles import Role
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.districts.service import kept_settings
from core.plugin_api import settings_from
from core.problems import Refused
from core.schedules.models import Activity
from core.schedules.partners import ensure_activity, ensure_organisation
from plugins.rodekors.importing import Look, look, read_file, save
from plugins.rodekors.problems import in_english
from plugins.rodekors.settings import RodekorsSettings
from plugins.rodekors.words import ACTIVITY, PARTNER

_ACTOR = Actor("command", 0, "command line", (Grant(Role.DISTRICT_ADMIN, None, None),))


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--district", "slug", required=True)
@click.option("--activity", "activity_slug", default=ACTIVITY, show_default=True)
@click.option("--keep", multiple=True, type=int, metavar="LINE", help="This line counts.")
@click.option("--commit", is_flag=True, help="Save. Without it you see what would be saved.")
@click.pass_obj
def import_file(
    program: Any, file: Path, slug: str, activity_slug: str, keep: tuple[int, ...], commit: bool
) -> None:
    """Import the visits of a spreadsheet (CSV or XLSX), all or nothing."""
    district, parts = program.district(slug), program.parts
    now = parts.clock()
    parsed = read_file(file.read_bytes(), file.name, local_date(now))
    with parts.database.reading(district.id) as session:
        known = session.scalar(select(Activity.id).where(Activity.slug == activity_slug))
        found = look(session, known or 0, parsed, set(keep), _settings(session))
    _tell(found)
    _refuse(found)
    if not commit:
        click.echo("Nothing is saved: this was a look. Add --commit to save.")
        return
    with parts.database.platform_writing() as shared:
        organisation_id = ensure_organisation(shared, district.id, PARTNER, now)
    with parts.database.writing(district.id) as session:
        activity = ensure_activity(session, activity_slug, PARTNER, organisation_id, now)
        found = look(session, activity.id, parsed, set(keep), _settings(session))
        access = Access(_ACTOR, district.id, parts.policy)
        batch = save(session, access, activity, file.name, found, now)
        click.echo(f"Saved {len(batch.before)} days." if batch else "Nothing to add.")


def _tell(found: Look) -> None:
    click.echo(
        f"{len(found.held)} opening days and {len(found.closed)} closed days would be saved, "
        f"with {found.visits()} visits. {len(found.comparison.same)} days are saved already."
    )
    for closed in found.closed:
        click.echo(f"  {closed.day.isoformat()} closed: {closed.closed_reason}")
    for twice in found.resolved.twice:
        lines = " and ".join(str(line) for line in twice.lines)
        click.echo(f"  {twice.key.isoformat()} is on lines {lines} with the same numbers: once.")
    for doubt in found.parsed.doubts:
        click.echo(f"  line {doubt.line}: {in_english(doubt)}")


def _refuse(found: Look) -> None:
    """Raise Refused with every line that cannot be saved, by number and reason."""
    reasons = [(one.line, in_english(one)) for one in found.parsed.problems]
    for conflict in found.resolved.conflicts:
        lines = ", ".join(str(one.line) for one in conflict.choices)
        reasons += [
            (
                one.line,
                f"{conflict.key.isoformat()} has other numbers on lines {lines}; --keep one.",
            )
            for one in conflict.choices
        ]
    for doubt in found.doubts:
        if doubt.uses_file is None:
            line, day = doubt.line.line, doubt.line.day.isoformat()
            reasons.append((line, f"{day} is saved with other numbers; --keep {line} changes it."))
    if reasons:
        text = "\n".join(f"line {line}: {reason}" for line, reason in sorted(reasons))
        raise Refused("Nothing is saved.\n%(lines)s", lines=text)


def _settings(session: DistrictSession) -> RodekorsSettings:
    kept = kept_settings(session, session.district_id)
    return settings_from(RodekorsSettings, kept.get("rodekors", {}))
