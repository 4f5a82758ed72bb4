"""`plugin list | enable | disable`."""

import click
from sqlalchemy import select

from core.cli.context import Program
from core.districts.models import District, DistrictPlugin
from core.districts.service import switch_plugin
from core.problems import Refused


@click.group("plugin")
def group() -> None:
    """Plugins, and where they are on."""


@group.command("list")
@click.pass_obj
def list_plugins(program: Program) -> None:
    """Every plugin, its version, and the districts where it is on; those with faults last."""
    host = program.parts.host
    with program.parts.database.platform_reading() as shared:
        rows = shared.execute(
            select(DistrictPlugin.plugin, District.slug)
            .join(District, District.id == DistrictPlugin.district_id)
            .where(DistrictPlugin.enabled.is_(True))
            .order_by(District.slug)
        ).all()
    for plugin in host.installed:
        where = [slug for name, slug in rows if name == plugin.name]
        on = ", ".join(where) or "off everywhere"
        click.echo(f"{plugin.name} {plugin.manifest.version} – {on}")
    for fault in host.quarantined:
        click.echo(f"{fault.name} – does not work ({fault.stage}): {fault.error}")


def _switch(program: Program, name: str, slug: str, *, enabled: bool) -> None:
    if name not in program.parts.host.all_names:
        raise Refused("There is no plugin %(name)s.", name=name)
    district = program.district(slug)
    with program.parts.database.platform_writing() as shared:
        switch_plugin(
            shared,
            district.id,
            name,
            enabled=enabled,
            actor="command:0",
            now=program.parts.clock(),
        )
    click.echo(f"{name} is {'on' if enabled else 'off'} in {district.name}.")


@group.command("enable")
@click.argument("name")
@click.option("--district", "slug", required=True)
@click.pass_obj
def enable(program: Program, name: str, slug: str) -> None:
    """Switch a plugin on in a district, from the next request."""
    _switch(program, name, slug, enabled=True)


@group.command("disable")
@click.argument("name")
@click.option("--district", "slug", required=True)
@click.pass_obj
def disable(program: Program, name: str, slug: str) -> None:
    """Switch a plugin off in a district, from the next request. Its data stays."""
    _switch(program, name, slug, enabled=False)
