"""`innbyggerbasen bymisjon import`."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from core.accounts.actors import COMMAND
from core.calendar.zones import local_date
from core.problems import Refused
from core.schedules.models import Activity, ActivityKind
from core.schedules.partners import Partner, ensure_activity, ensure_organisation
from plugins.bymisjon.importing import Look, look, read_file, save
from plugins.bymisjon.problems import in_english
from plugins.bymisjon.words import (
    ACTIVITY,
    ACTIVITY_NAME,
    NAME,
    ORGANISATION,
    ORGANISATION_NAME,
)

_PARTNER = Partner(
    NAME, ORGANISATION, ORGANISATION_NAME, ACTIVITY, ACTIVITY_NAME, ActivityKind.SERIES
)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--district", "slug", required=True)
@click.option("--keep", multiple=True, type=int, metavar="LINE", help="This line counts.")
@click.option("--commit", is_flag=True, help="Save. Without it you see what would be saved.")
@click.pass_obj
def import_file(program: Any, file: Path, slug: str, keep: tuple[int, ...], commit: bool) -> None:
    """Import the weekly log of a spreadsheet (CSV or XLSX), all or nothing."""
    district, parts = program.district(slug), program.parts
    now = parts.clock()
    parsed = read_file(file.read_bytes(), local_date(now))
    with parts.database.reading(district.id) as session:
        known = session.scalar(select(Activity.id).where(Activity.slug == ACTIVITY))
        found = look(session, known or 0, parsed, set(keep))
    _tell(found)
    _refuse(found)
    if not commit:
        click.echo("Nothing is saved: this was a look. Add --commit to save.")
        return
    with parts.database.platform_writing() as shared:
        organisation = ensure_organisation(shared, district.id, _PARTNER, now)
    with parts.database.writing(district.id) as session:
        activity = ensure_activity(session, ACTIVITY, _PARTNER, organisation, now)
        found = look(session, activity.id, parsed, set(keep))
        n = save(session, COMMAND.reference, activity, file.name, found, now)
    click.echo(f"Saved {n} weeks." if n else "Nothing to add.")


def _tell(found: Look) -> None:
    click.echo(
        f"{len(found.to_save)} weeks would be saved, with {found.contacts} people reached. "
        f"{len(found.same)} weeks are saved already."
    )
    for twice in found.resolved.twice:
        lines = " and ".join(str(line) for line in twice.lines)
        click.echo(f"  {twice.key.key} is on lines {lines} with the same numbers: once.")
    for doubt in found.parsed.doubts:
        click.echo(f"  line {doubt.line}: {in_english(doubt)}")


def _refuse(found: Look) -> None:
    """Raise Refused with every line that cannot be saved, by number and reason."""
    reasons = [(one.line, in_english(one)) for one in found.parsed.problems]
    for conflict in found.resolved.conflicts:
        lines = ", ".join(str(one.line) for one in conflict.choices)
        reason = f"{conflict.key.key} has other numbers on lines {lines}; --keep one."
        reasons += [(one.line, reason) for one in conflict.choices]
    for doubt in found.doubts:
        if doubt.uses_file is None:
            line, week = doubt.line.line, doubt.line.week.key
            reason = f"{week} is saved with other numbers; --keep {line} changes it."
            reasons.append((line, reason))
    if reasons:
        text = "\n".join(f"line {line}: {reason}" for line, reason in sorted(reasons))
        raise Refused("Nothing is saved.\n%(lines)s", lines=text)
