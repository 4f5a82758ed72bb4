"""`innbyggerbasen kvinnenettverk member`, as the demo uses it."""

from typing import Any

import click
from sqlalchemy import select

from core.accounts.actors import COMMAND_IN_DISTRICT, Access
from core.people.models import Person
from core.schedules.acting import Acting
from core.schedules.partners import activity_of
from plugins.kvinnenettverk.group import save_member
from plugins.kvinnenettverk.words import PLUGIN


@click.command("member")
@click.argument("name")
@click.option("--district", required=True)
@click.option("--comes-from", required=True)
@click.option("--role", required=True)
@click.option("--external", is_flag=True, help="Works outside the district.")
@click.pass_obj
def add_member(program: Any, /, name: str, district: str, **details: Any) -> None:
    """Take somebody who is kept under that name into the resource group."""
    ref, parts = program.district(district), program.parts
    with parts.database.writing(ref.id) as session:
        activity = activity_of(session, PLUGIN)
        there = Person.organisation_id == activity.organisation_id
        person = session.scalar(select(Person.id).where(Person.name == name, there)) or 0
        access = Access(COMMAND_IN_DISTRICT, ref.id, parts.policy)
        by = Acting(session, access, activity, parts.clock())
        save_member(by, person, {"until": None, **details})
