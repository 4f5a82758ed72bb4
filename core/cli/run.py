"""`run`: serve over HTTP with Granian, two threads in each of two workers, and the jobs beside."""

import socket
import sqlite3
from contextlib import nullcontext

import click
from granian.constants import Interfaces
from granian.server import Server

from core.cli.context import Program
from core.jobs.process import jobs_beside
from core.problems import Refused

WORKERS = 2
THREADS = 2
"""Of each worker. While one waits for its turn to write, or for the disk, the other works."""
_STOP_SECONDS = 5


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--jobs/--no-jobs", default=True, help="Send letters and clean up, too.")
@click.pass_obj
def command(program: Program, host: str, port: int, *, jobs: bool) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    program.check_current()
    address = _free_address(host, port)
    database = program.parts.database
    for fault in program.parts.host.quarantined:
        click.echo(f"The plugin {fault.name} is not in use: {fault.error}", err=True)
    if database.is_sqlite:
        click.echo(f"SQLite {sqlite3.sqlite_version}, writers queued.")
    database.close()
    click.echo(f"Innbyggerbasen: http://{host}:{port}/")
    server = Server(
        "core.wsgi:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=address,
        port=port,
        workers=WORKERS,
        blocking_threads=THREADS,
        workers_kill_timeout=_STOP_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
    )
    with jobs_beside() if jobs else nullcontext():
        server.serve()


def _free_address(host: str, port: int) -> str:
    """The IP address of a host, for a port that can be had there. Raises Refused.

    Granian's workers would share the port with whoever has it, and every other visit would go
    astray; what it cannot have at all it answers with a traceback.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            # What a stopped server leaves behind for a minute is in nobody's way
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise Refused(
            "Nothing can be served on port %(port)s of %(host)s: %(error)s. Stop what is there, or "
            "choose with --host and --port (`make run PORT=8001`).",
            port=port,
            host=host,
            error=error.strerror,
        ) from error
    return str(place[0])
