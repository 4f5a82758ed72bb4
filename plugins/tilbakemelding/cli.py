"""`innbyggerbasen tilbakemelding import`."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from core.accounts.actors import Access, Actor, Grant
from core.accounts.roles import Role
from core.calendar.zones import local_date
from core.problems import Refused
from core.schedules.models import Activity
from plugins.tilbakemelding.forms_file import Export, read_export
from plugins.tilbakemelding.importing import Look, look, save
from plugins.tilbakemelding.models import Kind

_ACTOR = Actor("command", 0, "command line", (Grant(Role.DISTRICT_ADMIN, None, None),))


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--district", "slug", required=True)
@click.option("--activity", "activity_slug", required=True)
@click.option("--smiley", multiple=True, type=int, metavar="COLUMN", help="Smileys, 1 to 5.")
@click.option("--choice", multiple=True, type=int, metavar="COLUMN", help="A choice.")
@click.option("--text", multiple=True, type=int, metavar="COLUMN", help="Own words.")
@click.option("--commit", is_flag=True, help="Save. Without it you see what would be saved.")
@click.pass_obj
def import_file(
    program: Any,
    file: Path,
    slug: str,
    activity_slug: str,
    smiley: tuple[int, ...],
    choice: tuple[int, ...],
    text: tuple[int, ...],
    commit: bool,
) -> None:
    """Import a Microsoft Forms export, all or nothing. Columns are counted from 1."""
    district, parts = program.district(slug), program.parts
    now = parts.clock()
    export = read_export(file.read_bytes(), local_date(now))
    kinds = {
        **dict.fromkeys(text, Kind.TEXT),
        **dict.fromkeys(choice, Kind.CHOICE),
        **dict.fromkeys(smiley, Kind.SMILEY),
    }
    known = {one.number for one in export.columns}
    if wrong := sorted(kinds.keys() - known):
        raise Refused("Column %(n)s is no question of this file.", n=wrong[0])
    with parts.database.writing(district.id) as session:
        activity = session.scalar(select(Activity).where(Activity.slug == activity_slug))
        if activity is None:
            raise Refused("There is no activity %(slug)s. Make it first.", slug=activity_slug)
        found = look(session, activity.id, export, kinds)
        _tell(export, found)
        _refuse(found)
        if not commit:
            click.echo("Nothing is saved: this was a look. Add --commit to save.")
            return
        access = Access(_ACTOR, district.id, parts.policy)
        batch = save(session, access, activity, file.name, export, kinds, now)
        click.echo(f"Saved {len(found.new)} answers." if batch else "Nothing to add.")


def _tell(export: Export, found: Look) -> None:
    click.echo(f"{len(found.new)} answers are new, {found.saved_already} are saved already.")
    for column in export.columns:
        kind = found.kinds.get(column.number)
        click.echo(f"  {column.number} {column.heading}: {kind.value if kind else 'left out'}")
        for value, number in found.counts(column.number):
            click.echo(f"    {value}: {number}")


def _refuse(found: Look) -> None:
    if found.troubles:
        lines = "\n".join(
            f"line {one.line}: {one.message % {'text': one.text}}" for one in found.troubles
        )
        raise Refused("Nothing is saved.\n%(lines)s", lines=lines)
