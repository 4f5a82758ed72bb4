"""`innbyggerbasen tilbakemelding ask`."""

from typing import Any

import click

from core.accounts.actors import COMMAND_IN_DISTRICT, Access
from core.schedules.acting import Acting
from core.schedules.service import by_slug
from plugins.tilbakemelding.questions import add_standard, asked
from plugins.tilbakemelding.standard import STANDARD


@click.command("ask")
@click.argument("questions", nargs=-1, required=True, type=click.Choice(list(STANDARD)))
@click.option("--district", "slug", required=True)
@click.option("--activity", "activity_slug", required=True)
@click.pass_obj
def ask(program: Any, questions: tuple[str, ...], slug: str, activity_slug: str) -> None:
    """Ask standard questions at an activity, three at most; what is asked already stays."""
    district, parts = program.district(slug), program.parts
    access = Access(COMMAND_IN_DISTRICT, district.id, parts.policy)
    with parts.database.writing(district.id) as session:
        by = Acting(session, access, by_slug(session, activity_slug), parts.clock())
        known = {one.standard for one in asked(session, by.activity.id)}
        for key in dict.fromkeys(questions):
            if key not in known:
                add_standard(by, key)
        click.echo(f"Questions asked now: {len(asked(session, by.activity.id))}.")
