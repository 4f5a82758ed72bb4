"""The family day's figures, for its page, its panel and its files. Kinds are never added."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.calendar.counting_year import Period
from core.calendar.weeks import Week, clamped, weeks_of
from core.counts.days import Day, days_between
from core.db.tenancy import DistrictSession
from core.problems import N_
from core.statistics.charts import Bar, bar_chart
from core.web.filters import number
from core.web.overview import Chart
from plugins.bymisjon.log import WeekLog, weeks_in
from plugins.bymisjon.stands import gone_at, is_stand, offers_at
from plugins.bymisjon.words import CONTACT, gettext


@dataclass(frozen=True)
class Mean:
    """A mean with how many it is made of, without which it says nothing."""

    value: float | None
    n: int


@dataclass(frozen=True)
class Stand:
    """One that has been. `contacts` is None where nobody counted on the day itself."""

    day: Day
    contacts: int | None
    gone: int
    offers: Sequence[str]


@dataclass(frozen=True)
class Figures:
    """What a period comes to. `missing` are weeks between the first and last nobody entered."""

    period: Period
    weeks: Sequence[WeekLog]
    missing: Sequence[Week]
    stands: Sequence[Stand]

    @property
    def contacts(self) -> int:
        """People reached."""
        return sum(one.contacts for one in self.weeks)

    @property
    def flyers(self) -> int:
        """Flyers handed out."""
        return sum(one.flyers for one in self.weeks)

    @property
    def with_stand(self) -> Mean:
        """People reached in a mean week with a family day."""
        return _mean([one.contacts for one in self.weeks if one.stand])

    @property
    def without_stand(self) -> Mean:
        """The same, of weeks without one."""
        return _mean([one.contacts for one in self.weeks if not one.stand])

    @property
    def per_week(self) -> Mean:
        """The same, of every week that was entered."""
        return _mean([one.contacts for one in self.weeks])

    @property
    def per_stand(self) -> Mean:
        """People reached at a mean stand, where they were counted on the day itself."""
        return _mean([one.contacts for one in self.stands if one.contacts is not None])

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
    days = [day for day in found if is_stand(day) and day.starts <= now]
    gone, offers = gone_at(session, activity_id), offers_at(session, [day.id for day in days])
    stands = [
        Stand(day, day.totals.get(CONTACT), gone.get(day.id, 0), offers.get(day.id, []))
        for day in days
    ]
    return Figures(period, weeks, missing, stands)


def week_chart(found: Figures) -> Chart:
    """A bar a week; the title says which reached most. A star is a week with a family day."""
    best = max(range(len(found.weeks)), key=lambda n: found.weeks[n].contacts)
    several = found.weeks[0].week.year != found.weeks[-1].week.year
    bars = [
        Bar(
            gettext("Week %(week)s", week=f"{one.week.number}{f'/{one.week.year}' * several}"),
            one.contacts,
            f"{number(one.contacts)} ★" if one.stand else number(one.contacts),
        )
        for one in found.weeks
    ]
    most = number(found.weeks[best].contacts)
    finding = gettext("%(week)s reached most people: %(n)s", week=bars[best].label, n=most)
    words = gettext("People reached in each week. A star marks weeks with a family day.")
    svg = bar_chart("weeks", finding, words, bars, best)
    return Chart(finding, svg, [(bar.label, bar.text) for bar in bars])


def rows_of(found: Figures) -> list[list[str | int | None]]:
    """The weeks as a table to download; those nobody entered are left empty."""
    names = (
        N_("Year"),
        N_("Week"),
        N_("People reached"),
        N_("Flyers handed out"),
        N_("Family day"),
        N_("Note"),
    )
    by_week = {one.week: one for one in found.weeks}
    rows: list[list[str | int | None]] = [[gettext(name) for name in names]]
    for week in sorted({*by_week, *found.missing}):
        one = by_week.get(week)
        if one is None:
            rows.append([week.year, week.number, None, None, None, gettext("Not entered")])
            continue
        stand = gettext("Yes") if one.stand else gettext("No")
        note = "; ".join(one.notes)
        rows.append([week.year, week.number, one.contacts, one.flyers, stand, note])
    return rows


def _mean(numbers: Sequence[int]) -> Mean:
    return Mean(round(sum(numbers) / len(numbers), 1) if numbers else None, len(numbers))
