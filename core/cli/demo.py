"""`demo`: a district to try, with sign-ins. Safe to repeat."""

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import click

from core.accounts.roles import ROLE_TITLES, Role
from core.cli.context import Program
from core.cli.demo_bookings import load_bookings
from core.cli.demo_common import Loading
from core.cli.demo_files import CommandData, UserData, read
from core.cli.demo_loader import load
from core.config import kept_secret

_OWN = Path(__file__).parent / "demo_data"


@click.command("demo")
@click.option("--password", help="For every sign-in of the demo. One is made if you give none.")
@click.pass_obj
def command(program: Program, password: str | None) -> None:
    """Load the demo (reconstructed data), and print the sign-ins."""
    password = password or kept_secret(program.config.data / "demo-password")
    parts = program.parts
    sources = [source for one in parts.host.installed for source in one.demo_data]
    files = [
        file for folder in (_OWN, *(source.path for source in sources)) for file in read(folder)
    ]
    loading = Loading(parts.database, parts.policy, parts.clock(), parts.passwords.hash(password))
    users = load(loading, files)
    load_bookings(loading, parts, [part for _path, part in files])
    for path, part in files:
        for data in part.commands:
            _run(program, data, path.parent)
    _print(users, password)


def _run(program: Program, data: CommandData, folder: Path) -> None:
    """As on the command line, but for what it prints. Raises what the command raises."""
    commands = program.parts.host.plugin(data.plugin).commands
    command = next(one for one in commands if one.name == data.words[0])
    words = [word.replace("{folder}", str(folder)) for word in data.words[1:]]
    with redirect_stdout(StringIO()):
        command.main(words, data.plugin, standalone_mode=False, obj=program)


def _print(users: list[UserData], password: str) -> None:
    click.echo("Sign in with any of these, all with the password " + password)
    width = max(len(user.email) for user in users)
    for user in users:
        title = ROLE_TITLES[Role(user.role)]
        where = ", ".join(part for part in (user.organisation or user.district,) if part)
        click.echo(f"  {user.email:{width}}  {title}{f' – {where}' if where else ''}")
