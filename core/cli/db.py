"""`db upgrade`."""

import click

from core.app import migration_sources
from core.cli.context import Program
from core.db.migrations import upgrade


@click.group("db")
def group() -> None:
    """The database's tables."""


@group.command("upgrade")
@click.pass_obj
def upgrade_command(program: Program) -> None:
    """Bring core's and every installed plugin's tables up to date."""
    upgrade(program.parts.database, migration_sources(program.parts.host))
    click.echo("The database is up to date.")
