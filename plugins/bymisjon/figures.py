"""The family day's figures, for its page, its panel and its files. Kinds are never added."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.calendar.counting_year import Period
from core.calendar.weeks import Week, clamped, weeks_of
from core.counts.days import Day, days_between
from core.db.tenancy import DistrictSession
from core.statistics.charts import Bar
from core.statistics.summary import Mean, mean_of
from core.tallies.stock import gone_by_day
from core.web.filters import number
from core.web.overview import Chart, chart_of
from plugins.bymisjon.log import WeekLog, weeks_in
from plugins.bymisjon.stands import offers_at
from plugins.bymisjon.words import CONTACT, THING, gettext


@dataclass(frozen=True)
class Stand:
    """One that has been. `contacts` is None where nobody counted on the day itself."""

    day: Day
    contacts: int | None
    gone: int
    offers: Sequence[str]


@dataclass(frozen=True)
class Figures:
    """What a period comes to. `missing` are weeks between the first and last nobody entered.

    `per_week` is people reached in a mean week that was entered, `with_stand` and `without_stand`
    in those with a family day and without, `per_stand` at a mean stand where they were counted on
    the day itself.
    """

    period: Period
    weeks: Sequence[WeekLog]
    missing: Sequence[Week]
    stands: Sequence[Stand]
    contacts: int
    flyers: int
    per_week: Mean
    with_stand: Mean
    without_stand: Mean
    per_stand: Mean

    @property
    def most_shown(self) -> list[tuple[str, int]]:
        """Offers by how many stands showed them."""
        names = Counter(name for stand in self.stands for name in stand.offers)
        return sorted(names.items(), key=lambda pair: (-pair[1], pair[0].casefold()))


def figures(session: DistrictSession, activity_id: int, asked: Period, now: datetime) -> Figures:
    """Everything for a period of local dates, both inclusive. `now` is UTC.

    A week belongs to the period its Thursday lies in, so that no week is in two years.
    """
    period = clamped(asked)
    weeks = [one for one in weeks_in(session, activity_id, period) if one.entered]
    entered = {one.week for one in weeks}
    between = Period(weeks[0].week.period.first, weeks[-1].week.period.last) if weeks else None
    missing = [one for one in weeks_of(between) if one not in entered] if between else []
    found = days_between(session, period, [activity_id])
    days = [day for day in found if day.takes_place and day.starts <= now]
    gone = gone_by_day(session, activity_id, THING)
    offers = offers_at(session, [day.id for day in days])
    stands = [
        Stand(day, day.totals.get(CONTACT), gone.get(day.id, 0), offers.get(day.id, []))
        for day in days
    ]
    return Figures(
        period,
        weeks,
        missing,
        stands,
        contacts=sum(one.contacts for one in weeks),
        flyers=sum(one.flyers for one in weeks),
        per_week=mean_of([one.contacts for one in weeks]),
        with_stand=mean_of([one.contacts for one in weeks if one.stand]),
        without_stand=mean_of([one.contacts for one in weeks if not one.stand]),
        per_stand=mean_of([one.contacts for one in stands if one.contacts is not None]),
    )


def week_chart(found: Figures) -> Chart:
    """A bar a week; the title says which reached most. A star is a week with a family day."""
    several = found.weeks[0].week.year != found.weeks[-1].week.year
    bars = [
        Bar(
            gettext("Week %(week)s", week=f"{one.week.number}{f'/{one.week.year}' * several}"),
            one.contacts,
            f"{number(one.contacts)} ★" if one.stand else number(one.contacts),
        )
        for one in found.weeks
    ]

    def finding(best: int) -> str:
        most = number(found.weeks[best].contacts)
        week = bars[best].label
        return str(gettext("%(week)s reached most people: %(n)s", week=week, n=most))

    words = gettext("People reached in each week. A star marks weeks with a family day.")
    return chart_of("weeks", bars, finding, words)


def rows_of(found: Figures) -> list[list[str | int | None]]:
    """The weeks as a table to download; those nobody entered are left empty."""
    by_week = {one.week: one for one in found.weeks}
    counted = gettext("People reached"), gettext("Flyers handed out")
    rows: list[list[str | int | None]] = [
        [gettext("Year"), gettext("Week"), *counted, gettext("Family day"), gettext("Note")]
    ]
    for week in sorted({*by_week, *found.missing}):
        one = by_week.get(week)
        if one is None:
            rows.append([week.year, week.number, None, None, None, gettext("Not entered")])
            continue
        stand = gettext("Yes") if one.stand else gettext("No")
        note = "; ".join(one.notes)
        rows.append([week.year, week.number, one.contacts, one.flyers, stand, note])
    return rows
