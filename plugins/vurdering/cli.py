"""`innbyggerbasen vurdering record`: earlier decisions, so that they are not in heads alone."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click
import msgspec

from core.accounts.actors import COMMAND_IN_DISTRICT, Access
from core.accounts.roles import Role
from core.calendar.counting_year import Period
from core.calendar.zones import local_date, to_utc
from core.counts.categories import categories
from core.counts.figures import held_of
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.schedules.acting import Acting
from core.schedules.service import archive, by_slug
from core.statistics.basics import BASIC_MEASURES
from core.statistics.gateway import Reach, figures
from plugins.vurdering.decisions import Ground, Wanted, decisions_of, save
from plugins.vurdering.frozen import freeze
from plugins.vurdering.models import Outcome
from plugins.vurdering.stories import write


class Earlier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision. Days are local dates, or days from today; `archive` puts the offer away."""

    activity: str
    outcome: Outcome
    reason: str
    decided: date | int
    first: date | int
    last: date | int
    role: Role = Role.LEADER
    change: str | None = None
    keywords: str | None = None
    continues_until: date | int | None = None
    review_on: date | int | None = None
    story: str | None = None
    archive: bool = False


@click.command("record")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--district", "slug", required=True)
@click.pass_obj
def record_file(program: Any, file: Path, slug: str) -> None:
    """Write down earlier decisions from a JSON file; one with a reason that is known is there."""
    district, parts = program.district(slug), program.parts
    access = Access(COMMAND_IN_DISTRICT, district.id, parts.policy)
    try:
        earlier = msgspec.json.decode(file.read_bytes(), type=list[Earlier])
    except msgspec.DecodeError as wrong:
        raise Refused("%(file)s cannot be read: %(wrong)s", file=file.name, wrong=wrong) from wrong
    with parts.database.writing(district.id) as session:
        n = sum(_record(session, access, one, parts.clock()) for one in earlier)
    click.echo(f"Recorded: {n}.")


def _record(session: DistrictSession, access: Access, data: Earlier, now: datetime) -> bool:
    activity, today = by_slug(session, data.activity), local_date(now)
    if data.reason in {row.reason for row in decisions_of(session, activity.id)}:
        return False
    period = Period(_day(data.first, today), _day(data.last, today))
    wanted = Wanted(
        data.outcome.value,
        data.reason,
        data.change,
        data.keywords,
        None if data.continues_until is None else _day(data.continues_until, today),
        None if data.review_on is None else _day(data.review_on, today),
    )
    held = held_of(session, [activity], period, {None: categories()})[activity.id]
    found = figures(BASIC_MEASURES, held, office=True, reach=Reach.OTHER)
    ground = Ground(period, freeze(Reach.OTHER, found.values()))
    at = min(to_utc(_day(data.decided, today), time(12)), now)
    if data.story:
        write(Acting(session, access, activity, at - timedelta(minutes=1)), period, data.story)
    save(Acting(session, access, activity, at), wanted, ground, data.role.value)
    if data.archive:
        archive(session, access, activity, now)
    return True


def _day(value: date | int, today: date) -> date:
    return value if isinstance(value, date) else today + timedelta(days=value)
