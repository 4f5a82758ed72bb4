"""Slips the health station hands out: printed, given, and how many came with one.

All slips of a month and place are alike: a code of one's own on each would tell who is a patient.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from core.accounts.actors import Access
from core.calendar.counting_year import Period, month
from core.counts.days import Status, days_between
from core.db.tenancy import DistrictSession
from core.places.models import Place
from core.problems import N_, Refused
from core.schedules.models import Activity
from core.tallies import service as tallies
from plugins.apen_barnehage.statistics import REFERRED

MOST = 1000


class SlipKind(StrEnum):
    """What became of slips, as the key of a tally."""

    PRINTED = "apen_barnehage.printed"
    GIVEN = "apen_barnehage.given"


@dataclass(frozen=True)
class SlipMonth:
    """One month (by its first day) at one place, by name. `came` is how many adults had a slip."""

    month: date
    place: str
    printed: int
    given: int
    came: int


def note(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    place: str,
    month_: str,
    kind: SlipKind,
    n: int,
    press: UUID,
    now: datetime,
) -> None:
    """Note that slips were printed or given out; a negative `n` takes back what was wrong.

    `place` is a slug, `month_` as "2026-11"; the same press again changes nothing. Raises Refused
    (field "n") where the sum of the month would fall below zero, or n is out of all reason.
    """
    if not 0 < abs(n) <= MOST:
        raise Refused(N_("Write a number from 1 to %(most)s."), field="n", most=MOST)
    told = tallies.sums(session, activity.id, [kind], (month_, month_)).get(
        (kind, month_, place), 0
    )
    if told + n < 0:
        raise Refused(N_("Only %(n)s are noted; you cannot take back more."), field="n", n=told)
    added = tallies.Added(kind, n, month_, place)
    tallies.add(session, access.actor.reference, activity.id, [added], press, now)


def recent(today: date) -> Period:
    """The twelve months up to the next one, local dates: what a group looks back on."""
    year_ago = today.replace(year=today.year - 1, day=1)
    return Period(year_ago, month(month(today).last + timedelta(days=1)).last)


def months(session: DistrictSession, activity_id: int, period: Period) -> Sequence[SlipMonth]:
    """Each month and place with slips in the period, or with adults who came with one.

    The latest month first. Local dates, months in whole; three queries.
    """
    whole = Period(month(period.first).first, month(period.last).last)
    found: dict[tuple[str, str], dict[str, int]] = {}
    keys = f"{whole.first:%Y-%m}", f"{whole.last:%Y-%m}"
    for (kind, month_, place), n in tallies.sums(
        session, activity_id, list(SlipKind), keys
    ).items():
        found.setdefault((month_, place), {})[kind] = n
    places = session.execute(select(Place.id, Place.slug, Place.name)).all()
    slugs = {row.id: row.slug for row in places}
    names = {row.slug: row.name for row in places}
    for day in days_between(session, whole, [activity_id]):
        came = day.totals.get(REFERRED, 0) if day.status is Status.HELD else 0
        if came:
            one = found.setdefault((f"{day.day:%Y-%m}", slugs.get(day.place_id or 0, "")), {})
            one["came"] = one.get("came", 0) + came
    return [
        SlipMonth(
            date.fromisoformat(f"{month_}-01"),
            names.get(place, place),
            one.get(SlipKind.PRINTED, 0),
            one.get(SlipKind.GIVEN, 0),
            one.get("came", 0),
        )
        for (month_, place), one in sorted(found.items(), reverse=True)
    ]
