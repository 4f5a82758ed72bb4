"""A file that becomes an activity's days or log: declared once, for its pages and its command."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import click
from sqlalchemy import select

from core.accounts.actors import COMMAND_IN_DISTRICT, Access
from core.calendar.zones import local_date
from core.counts import batch_undo
from core.counts import batches as of_days
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.schedules.models import Activity, ActivityKind
from core.schedules.partners import Partner, ensure_activity, ensure_organisation
from core.schedules.service import by_slug
from core.slugs import slug_of
from core.spreadsheets import Known, Look, Numbered, Parsed, look
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
Row = TypeVar("Row", bound=Numbered)
Key = TypeVar("Key")
Saved = TypeVar("Saved")


@dataclass(frozen=True)
class Batches:
    """Earlier imports of an activity with their sizes, and taking one back."""

    of: Callable[[DistrictSession, int], Sequence[tuple[Any, int]]]
    undo: Callable[[DistrictSession, Access, int, int, datetime], object]


DAYS = Batches(
    lambda session, activity: [
        (one, len(one.before)) for one in of_days.batches_of(session, activity)
    ],
    lambda session, access, _activity, batch, now: batch_undo.undo_batch(
        session, access, batch, now
    ),
)
TALLIES = Batches(
    lambda session, activity: [(one, one.size) for one in of_tallies.batches_of(session, activity)],
    lambda session, access, activity, batch, now: of_tallies.undo_batch(
        session, access.actor.reference, activity, batch, now
    ),
)


@dataclass(frozen=True)
class Choice:
    """An option of the command that takes numbers, and the decision each of them makes."""

    name: str
    help: str
    decide: Callable[[int], int]


KEEP = (Choice("keep", "This line counts.", int),)


@dataclass(frozen=True)
class FileImport(Generic[Read, Found]):
    """An import into the partner's activity, which is made where it is absent.

    `read` makes something of a file's bytes as of a local date. `look` says what would come of it
    for the activity with that id (0 where there is none yet), with what was decided: LINE counts,
    -LINE does not, or what the plugin's own `choices` make of numbers. `save` gives how many were
    saved. All three raise Refused. `tell` says in English what `look` found, and `unit` what is
    counted.

    A partner without an activity serves any. The command is told which, and the name to make it
    with where it is absent; it is the district's own then, and no plugin's.
    """

    partner: Partner
    read: Callable[[bytes, date], Read]
    look: Callable[[DistrictSession, int, Read, Collection[int]], Found]
    save: Callable[[DistrictSession, Access, Activity, str, Found, datetime], int]
    tell: Callable[[Found], Iterable[str]]
    unit: str
    batches: Batches
    choices: Sequence[Choice] = KEEP


def held_lines(
    partner: Partner,
    read: Callable[[bytes, date], Parsed[Row]],
    *,
    key: Callable[[Row], Key],
    content: Callable[[Row], object],
    known: Callable[[DistrictSession, int, Sequence[Row]], Mapping[Key, Known[Saved]]],
    write: Callable[[DistrictSession, Access, Activity, str, Look[Key, Row, Saved], datetime], int],
    tell: Callable[[Look[Key, Row, Saved]], Iterable[str]],
    unit: str,
    batches: Batches,
) -> FileImport[Parsed[Row], Look[Key, Row, Saved]]:
    """An import whose lines are held against what is saved, and decided about one by one.

    Lines with one `key` are of one thing, and agree when their `content` is equal. `known` tells
    what is saved of an activity's lines that count. `write` saves a look that is decided and has
    something to save, all or nothing, and gives how many lines that was.
    """

    def hold(
        session: DistrictSession, activity: int, read: Parsed[Row], decisions: Collection[int]
    ) -> Look[Key, Row, Saved]:
        return look(
            read,
            decisions,
            key,
            content,
            lambda rows: known(session, activity, rows) if rows else {},
        )

    def save(
        session: DistrictSession,
        access: Access,
        activity: Activity,
        label: str,
        looked: Look[Key, Row, Saved],
        now: datetime,
    ) -> int:
        looked.require_decided()
        return write(session, access, activity, label, looked, now) if looked.to_save else 0

    return FileImport(partner, read, hold, save, tell, unit, batches)


def import_command(one: FileImport[Any, Any], words: str) -> click.Command:
    """`innbyggerbasen <plugin> import`: a look at what would be saved, and with --commit saving.

    It is refused, by line number and reason, while anything is wrong or undecided.
    """
    file, own = click.Path(exists=True, dir_okay=False, path_type=Path), one.partner.activity
    parameters: list[click.Parameter] = [
        click.Argument(["file"], type=file),
        click.Option(["--district"], required=True),
        click.Option(["--activity"], default=own or None, required=not own, show_default=bool(own)),
        click.Option(["--commit"], is_flag=True, help="Save. Without it you see what would be."),
    ]
    if not own:
        parameters.append(
            click.Option(["--make"], metavar="NAME", help="Make the activity if it is absent.")
        )
    parameters += (
        click.Option([f"--{choice.name}"], multiple=True, type=int, help=choice.help)
        for choice in one.choices
    )

    @click.pass_obj
    def run(
        program: Any,
        /,
        file: Path,
        district: str,
        activity: str,
        *,
        commit: bool,
        make: str | None = None,
        **numbers: tuple[int, ...],
    ) -> None:
        decided = {choice.decide(n) for choice in one.choices for n in numbers[choice.name]}
        _run(program, one, file, district, activity, decided, make, commit=commit)

    return click.Command("import", params=parameters, callback=run, help=words)


def _run(
    program: Any,
    one: FileImport[Any, Any],
    file: Path,
    slug: str,
    activity_slug: str,
    decided: Collection[int],
    make: str | None,
    *,
    commit: bool,
) -> None:
    district, parts = program.district(slug), program.parts
    now = parts.clock()
    read = one.read(file.read_bytes(), local_date(now))
    with parts.database.reading(district.id) as session:
        known = session.scalar(select(Activity.id).where(Activity.slug == activity_slug))
        if not (known or make or one.partner.activity):
            raise Refused("There is no activity %(it)s. --make NAME makes it.", it=activity_slug)
        _tell(one, one.look(session, known or 0, read, decided))
    if not commit:
        click.echo("Nothing is saved: this was a look. Add --commit to save.")
        return
    partner, organisation = one.partner, None
    if make and not (known or partner.activity):
        partner = _districts_own(district.name, activity_slug, make)
    if partner.activity:
        with parts.database.platform_writing() as shared:
            organisation = ensure_organisation(shared, district.id, partner, now)
    with parts.database.writing(district.id) as session:
        if organisation is None:
            activity = by_slug(session, activity_slug)
        else:
            activity = ensure_activity(session, activity_slug, partner, organisation, now)
        found = one.look(session, activity.id, read, decided)
        access = Access(COMMAND_IN_DISTRICT, district.id, parts.policy)
        n = one.save(session, access, activity, file.name, found, now)
    click.echo(f"Saved {n} {one.unit}." if n else "Nothing to add.")


def _districts_own(district: str, slug: str, name: str) -> Partner:
    """What an activity is made of that is no partner's."""
    series = ActivityKind.SERIES
    return Partner("", slug_of(district), district, slug, name, series, own=True)


def _tell(one: FileImport[Any, Any], found: Looked) -> None:
    """Say what would be saved. Raises Refused with every line that cannot be."""
    for line in one.tell(found):
        click.echo(line)
    for note in found.notes():
        click.echo(f"  {note}")
    if faults := sorted(found.faults()):
        lines = "\n".join(f"line {line}: {reason}" for line, reason in faults)
        raise Refused("Nothing is saved.\n%(lines)s", lines=lines)
