"""What a plugin adds to the command line."""

from collections.abc import Sequence

import click

from core.plugin_api.markers import hookspec


@hookspec
def commands() -> Sequence[click.Command]:
    """Commands, run as `innbyggerbasen <plugin> <command>`.

    Scope: installed. Policy: strict. Asked once, at start. A command names its district itself.

    Example: `return [cli.import_file]`
    """
    raise NotImplementedError
