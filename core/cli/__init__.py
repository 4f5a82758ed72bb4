"""The `innbyggerbasen` command. Exit 0 done, 1 refused with a sentence, 2 wrong usage."""

import os

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from core import logs
from core.app import create_app
from core.cli import copies, db, demo, district, plugin, routes, run, statistics, user, work
from core.cli.context import Program
from core.config import BadSettings, Config
from core.problems import Problem
from core.web.declare import UndeclaredAddress


class Refusing(click.Group):
    """Turns a refusal into one clear sentence on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (Problem, BadSettings) as refusal:
            raise click.ClickException(str(refusal)) from refusal
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(
                "The database does not answer as it should. Has `innbyggerbasen db upgrade` been "
                f"run? ({error.orig})"
            ) from error


def command_line(app: Flask, config: Config) -> click.Group:
    """Core's commands, and one group per plugin that brings commands."""
    program = Program(app, config)
    group = Refusing(name="innbyggerbasen", help="Run and look after Innbyggerbasen.")
    for command in (
        copies.backup,
        copies.restore,
        db.group,
        demo.command,
        district.group,
        plugin.group,
        routes.command,
        run.command,
        statistics.group,
        user.users,
        user.tokens,
        work.command,
    ):
        group.add_command(command)
    for one in program.parts.host.installed:
        if one.commands:
            group.add_command(click.Group(one.name, commands=list(one.commands)))
    group.context_settings["obj"] = program
    return group


def main() -> None:
    """The entry point."""
    try:
        config = Config.from_environment(os.environ)
        logs.install(config.data)
        app = create_app(config)
    except (BadSettings, UndeclaredAddress) as wrong:
        raise SystemExit(str(wrong)) from None
    command_line(app, config)()
