"""A file that becomes an activity's days or log: declared once, for its pages and its command."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import click
from sqlalchemy import select

from core.accounts.actors import COMMAND_IN_DISTRICT, Access
from core.calendar.zones import local_date
from core.counts import batches as of_days
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.schedules.models import Activity
from core.schedules.partners import Partner, ensure_activity, ensure_organisation
from core.tallies import service as of_tallies


class Looked(Protocol):
    """What would come of a file, as the command tells it, in English."""

    def notes(self) -> Iterable[str]:
        """What is worth knowing and stops nothing."""
        ...

    def faults(self) -> Iterable[tuple[int, str]]:
        """By line, why nothing can be saved yet."""
        ...


Read = TypeVar("Read")
Found = TypeVar("Found", bound=Looked)


@dataclass(frozen=True)
class Batches:
    """Earlier imports of an activity with their sizes, and taking one back."""

    of: Callable[[DistrictSession, int], Sequence[tuple[Any, int]]]
    undo: Callable[[DistrictSession, Access, int, int, datetime], object]


DAYS = Batches(
    lambda session, activity: [
        (one, len(one.before)) for one in of_days.batches_of(session, activity)
    ],
    lambda session, access, _activity, batch, now: of_days.undo_batch(session, access, batch, now),
)
TALLIES = Batches(
    lambda session, activity: [(one, one.size) for one in of_tallies.batches_of(session, activity)],
    lambda session, access, activity, batch, now: of_tallies.undo_batch(
        session, access.actor.reference, activity, batch, now
    ),
)


@dataclass(frozen=True)
class FileImport(Generic[Read, Found]):
    """An import into the partner's activity, which is made where it is absent.

    `read` makes something of a file's bytes as of a local date. `look` says what would come of it
    for the activity with that id (0 where there is none yet), with the lines decided on: LINE
    counts, -LINE does not. `save` gives how many were saved. All three raise Refused. `tell` says
    in English what `look` found, and `unit` what is counted. `chooses` is whether a person can
    decide between lines.
    """

    partner: Partner
    read: Callable[[bytes, date], Read]
    look: Callable[[DistrictSession, int, Read, Collection[int]], Found]
    save: Callable[[DistrictSession, Access, Activity, str, Found, datetime], int]
    tell: Callable[[Found], Iterable[str]]
    unit: str
    batches: Batches
    chooses: bool = True


def import_command(one: FileImport[Any, Any], words: str) -> click.Command:
    """`innbyggerbasen <plugin> import`: a look at what would be saved, and with --commit saving.

    It is refused, by line number and reason, while anything is wrong or undecided.
    """
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    parameters: list[click.Parameter] = [
        click.Argument(["file"], type=file),
        click.Option(["--district"], required=True),
        click.Option(["--activity"], default=one.partner.activity, show_default=True),
        click.Option(["--commit"], is_flag=True, help="Save. Without it you see what would be."),
    ]
    if one.chooses:
        parameters.append(
            click.Option(["--keep"], multiple=True, type=int, metavar="LINE", help="It counts.")
        )

    @click.pass_obj
    def run(
        program: Any,
        file: Path,
        district: str,
        activity: str,
        *,
        commit: bool,
        keep: tuple[int, ...] = (),
    ) -> None:
        _run(program, one, file, district, activity, set(keep), commit=commit)

    return click.Command("import", params=parameters, callback=run, help=words)


def _run(
    program: Any,
    one: FileImport[Any, Any],
    file: Path,
    slug: str,
    activity_slug: str,
    keep: Collection[int],
    *,
    commit: bool,
) -> None:
    district, parts = program.district(slug), program.parts
    now = parts.clock()
    read = one.read(file.read_bytes(), local_date(now))
    with parts.database.reading(district.id) as session:
        known = session.scalar(select(Activity.id).where(Activity.slug == activity_slug))
        _tell(one, one.look(session, known or 0, read, keep))
    if not commit:
        click.echo("Nothing is saved: this was a look. Add --commit to save.")
        return
    with parts.database.platform_writing() as shared:
        organisation = ensure_organisation(shared, district.id, one.partner, now)
    with parts.database.writing(district.id) as session:
        activity = ensure_activity(session, activity_slug, one.partner, organisation, now)
        found = one.look(session, activity.id, read, keep)
        access = Access(COMMAND_IN_DISTRICT, district.id, parts.policy)
        n = one.save(session, access, activity, file.name, found, now)
    click.echo(f"Saved {n} {one.unit}." if n else "Nothing to add.")


def _tell(one: FileImport[Any, Any], found: Looked) -> None:
    """Say what would be saved. Raises Refused with every line that cannot be."""
    for line in one.tell(found):
        click.echo(line)
    for note in found.notes():
        click.echo(f"  {note}")
    if faults := sorted(found.faults()):
        lines = "\n".join(f"line {line}: {reason}" for line, reason in faults)
        raise Refused("Nothing is saved.\n%(lines)s", lines=lines)
