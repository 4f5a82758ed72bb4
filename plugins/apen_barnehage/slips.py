"""Slips the health station hands out: printed, given, and how many came with one.

All slips of a month and place are alike: a code of one's own on each would tell who is a patient.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select

from core.calendar.counting_year import Period, month
from core.counts.logged import logged
from core.db.tenancy import DistrictSession
from core.places.models import Place
from core.places.tree import Parents, upwards
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
    press: tallies.Press,
    activity: Activity,
    place: str,
    month_: str,
    kind: SlipKind,
    n: int,
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
    tallies.add(session, press, activity.id, [tallies.Added(kind, n, month_, place)])


def recent(today: date) -> Period:
    """The twelve months up to the next one, local dates: what a group looks back on."""
    year_ago = today.replace(year=today.year - 1, day=1)
    return Period(year_ago, month(month(today).last + timedelta(days=1)).last)


@dataclass(frozen=True)
class Places:
    """The district's places by id, and the one the gathering usually has."""

    slugs: Mapping[int, str]
    names: Mapping[str, str]
    parents: Parents
    usual: int | None

    def of(self, day_at: int | None, slips_at: Collection[str]) -> str:
        """The place a day belongs to, by short name: a room's day to the house with the slips.

        That is the nearest it lies in with slips, itself first, then the usual one, then itself.
        """
        if day_at is None:
            return ""
        chain = [self.slugs[one] for one in upwards(self.parents, day_at)]
        usual = self.slugs.get(self.usual or 0)
        with_slips = (one for one in chain if one in slips_at)
        return next(with_slips, usual if usual in chain else chain[0])


def places_of(session: DistrictSession, activity_id: int) -> Places:
    """Where slips are given and days are held; two queries."""
    rows = session.execute(select(Place.id, Place.slug, Place.name, Place.parent_id)).all()
    return Places(
        {row.id: row.slug for row in rows},
        {row.slug: row.name for row in rows},
        {row.id: row.parent_id for row in rows},
        session.scalar(select(Activity.place_id).where(Activity.id == activity_id)),
    )


def given_at(session: DistrictSession, activity_id: int, period: Period) -> set[str]:
    """The places with slips in the months of the period, by short name."""
    span = f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
    found = tallies.sums(session, activity_id, list(SlipKind), span)
    return {place for _kind, _month, place in found}


def months(session: DistrictSession, activity_id: int, period: Period) -> Sequence[SlipMonth]:
    """Each month and place with slips in the period, or with adults who came with one.

    The latest month first. Local dates, months in whole; four queries.
    """
    whole = Period(month(period.first).first, month(period.last).last)
    places = places_of(session, activity_id)
    found: dict[tuple[str, str], Counter[str]] = {}
    by_month = logged(session, activity_id, list(SlipKind), whole, lambda day: f"{day:%Y-%m}")
    for month_, one in by_month.items():
        slips_at = {place for _kind, place in one.sums}
        for (kind, place), n in one.sums.items():
            found.setdefault((month_, place), Counter())[kind] = n
        for day in one.days:
            if came := day.totals.get(REFERRED, 0):
                place = places.of(day.place_id, slips_at)
                found.setdefault((month_, place), Counter())["came"] += came
    return [
        SlipMonth(
            date.fromisoformat(f"{month_}-01"),
            places.names.get(place, place),
            one[SlipKind.PRINTED],
            one[SlipKind.GIVEN],
            one["came"],
        )
        for (month_, place), one in sorted(found.items(), reverse=True)
    ]
