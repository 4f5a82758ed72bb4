"""`district create`."""

import click

from core.cli.context import Program
from core.districts.service import create_district


@click.group("district")
def group() -> None:
    """Districts."""


@group.command("create")
@click.argument("slug")
@click.option("--name", required=True, help="What people call it.")
@click.pass_obj
def create(program: Program, slug: str, name: str) -> None:
    """Create a district; SLUG becomes the first part of its addresses."""
    with program.parts.database.platform_writing() as shared:
        create_district(shared, slug=slug, name=name, now=program.parts.clock())
    click.echo(f"{name} is at /{slug}/.")
