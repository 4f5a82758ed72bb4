"""`run`: serve over HTTP with Granian, two workers of one thread each."""

import sqlite3

import click
from granian.constants import Interfaces
from granian.server import Server

from core.app import migration_sources
from core.cli.context import Program
from core.db.migrations import is_current
from core.problems import Refused

_WORKERS = 2
_STOP_SECONDS = 5


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def command(program: Program, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    database = program.parts.database
    if not is_current(database, migration_sources(program.parts.host)):
        raise Refused("The database is not up to date. Run `innbyggerbasen db upgrade` first.")
    for fault in program.parts.host.quarantined:
        click.echo(f"The plugin {fault.name} is not in use: {fault.error}", err=True)
    if database.is_sqlite:
        click.echo(f"SQLite {sqlite3.sqlite_version}, writers queued.")
    database.close()
    click.echo(f"Innbyggerbasen: http://{host}:{port}/")
    Server(
        "core.wsgi:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=_WORKERS,
        blocking_threads=1,
        workers_kill_timeout=_STOP_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()
