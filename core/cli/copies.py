"""`backup FILE` and `restore FILE`, for SQLite."""

import sqlite3
from pathlib import Path

import click

from core.cli.context import Program
from core.db.copies import NotACopy, copy_from, copy_to
from core.db.database import Database
from core.problems import Refused


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(program: Program, file: Path) -> None:
    """Copy the database to a new FILE, also while it is served."""
    _copy(_sqlite(program, "pg_dump"), file)
    click.echo(f"The database is in {file}. Keep the data folder's secret-key with it.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_obj
def restore(program: Program, file: Path) -> None:
    """Replace the database by a copy, and keep what was there in a file beside it."""
    database = _sqlite(program, "pg_restore")
    kept = program.config.data / f"replaced-{program.parts.clock():%Y%m%dT%H%M%S%fZ}.db"
    _copy(database, kept)
    try:
        copy_from(database, file)
    except NotACopy:
        kept.unlink()
        raise Refused("%(file)s is no copy of this program's database.", file=file) from None
    except sqlite3.Error as error:
        raise Refused("Nothing was replaced: %(error)s.", error=error) from error
    click.echo(f"Replaced by {file}. What was there is in {kept}: delete it when all is well.")


def _sqlite(program: Program, instead: str) -> Database:
    if not program.parts.database.is_sqlite:
        raise Refused("This is for SQLite; with PostgreSQL use %(tool)s.", tool=instead)
    return program.parts.database


def _copy(database: Database, file: Path) -> None:
    try:
        copy_to(database, file)
    except FileExistsError:
        raise Refused("%(file)s is there already, and is left as it is.", file=file) from None
    except (OSError, sqlite3.Error) as error:
        raise Refused("%(file)s cannot be written: %(error)s.", file=file, error=error) from error
