"""`routes`: every address, what it asks for, and which plugin owns it."""

import json
from typing import Any

import click
from flask import Flask

from core.cli.context import Program
from core.web.declare import declaration


@click.command("routes")
@click.option("--format", "form", type=click.Choice(["json", "text"]), default="text")
@click.pass_obj
def command(program: Program, form: str) -> None:
    """Every address: methods, permission or "public", plugin or null."""
    rows = table(program.app, frozenset(program.parts.host.all_names))
    if form == "json":
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        methods = ",".join(row["methods"])
        click.echo(f"{methods:22} {row['address']}  {row['permission']}  {row['plugin'] or ''}")


def table(app: Flask, plugins: frozenset[str]) -> list[dict[str, Any]]:
    """One row an address and endpoint."""
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        declared = declaration(app, rule.endpoint)
        parts = rule.rule.split("/")
        owner = parts[2] if len(parts) > 2 and parts[1] == "<district>" else None
        rows.append(
            {
                "address": rule.rule,
                "endpoint": rule.endpoint,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "permission": "public"
                if declared is None or declared.public
                else declared.permission or "signed-in",
                "plugin": owner if owner in plugins else None,
            }
        )
    return rows
