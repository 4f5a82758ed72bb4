"""`work`: the jobs alone, for where several servers run with `run --no-jobs`."""

from threading import Event

import click

from core.cli.context import Program
from core.jobs.every import JOBS
from core.jobs.post import letters_folder
from core.jobs.process import work_until_told
from core.jobs.scheduler import Workshop, run_once
from core.problems import Refused


@click.command("work")
@click.option("--once", is_flag=True, help="Run every job once, and end.")
@click.pass_obj
def command(program: Program, *, once: bool) -> None:
    """Send letters and clean up until SIGTERM or Ctrl-C."""
    program.check_current()
    if program.config.mail_server is None:
        click.echo(f"No mail server is set: letters are put in {letters_folder(program.config)}")
    if not once:
        work_until_told(program.app, program.config)
        return
    workshop = Workshop(program.app, program.config, Event())
    failed = [job.name for job in JOBS if not run_once(workshop, job)]
    if failed:
        raise Refused("These jobs failed, and the log says why: %(jobs)s", jobs=", ".join(failed))
