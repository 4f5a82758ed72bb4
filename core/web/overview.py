"""An activity's figures as its page shows them; core's page and a plugin's share this."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import request
from flask_babel import gettext
from markupsafe import Markup

from core.calendar.counting_year import CountingYear, Period
from core.calendar.days import date_or_none
from core.calendar.formats import day_words
from core.calendar.zones import local_date
from core.counts import figures as counted
from core.counts.figures import ActivityDays
from core.counts.office import is_office
from core.db.tenancy import DistrictSession
from core.plugin_api import Failure, Measure
from core.schedules.models import Activity
from core.statistics.basics import BASIC_MEASURES, WEEKDAYS, mean_visits, visits
from core.statistics.charts import Bar, bar_chart
from core.statistics.gateway import Figure, Reach, figures, grouped, reach_of
from core.statistics.measures import HeldDay, Value
from core.web.filters import number
from core.web.here import access, district, here, platform
from core.web.languages import language
from core.web.plugin_answers import counted_categories, counting_year, settings_of
from core.web.weekdays import weekday


@dataclass(frozen=True)
class Against:
    """This week, month or year so far, against the same stretch before."""

    key: str
    now: int
    before: int


@dataclass(frozen=True)
class Chart:
    """A finding, its picture, and the same as rows."""

    finding: str
    svg: Markup
    rows: list[tuple[str, str]]


@dataclass(frozen=True)
class Overview:
    """Everything the page shows. `unavailable` is whether a plugin's figures failed."""

    activity: Activity
    days: ActivityDays
    year: CountingYear
    label: str
    reach: Reach
    office: bool
    figures: Mapping[str, Figure]
    added: list[Figure]
    unavailable: bool
    against: list[Against]
    charts: list[Chart]
    earlier: int
    later: int | None
    since: str
    busiest: str | None

    def value(self, key: str) -> Value:
        """A figure's value; None when there is none, or when it is hidden."""
        return self.figures[key].value


def chart_of(
    key: str, bars: Sequence[Bar], finding: Callable[[int], str], description: str
) -> Chart:
    """Bars with a finding about the longest, which it gets by number; the first of several."""
    best = max(range(len(bars)), key=lambda n: bars[n].value or 0)
    title = finding(best)
    svg = bar_chart(key, title, description, bars, best)
    return Chart(title, svg, [(bar.label, bar.text) for bar in bars])


def asked_period(
    session: DistrictSession, activity: Activity, year: CountingYear, today: date
) -> Period:
    """The period of the address: ?from=&to=, ?year=2022, or the latest year with counts."""
    first, last = (date_or_none(request.args.get(name)) for name in ("from", "to"))
    if first and last and first <= last:
        return Period(first, last)
    started = request.args.get("year", type=int)
    if started and 1990 <= started <= today.year:
        return year.starting(started)
    return counted.opening_period(session, activity.id, year, today)


def overview(
    session: DistrictSession, activity: Activity, period: Period | None = None
) -> Overview:
    """Read the days once, and make every figure of them; without a period, the address's."""
    now = here().now
    today = local_date(now)
    known = counted_categories()
    year = counting_year(session, activity.plugin)
    period = period or asked_period(session, activity, year, today)
    categories = known.get(activity.plugin, known[None])
    days = counted.read(session, activity.id, activity.slug, categories, period, year, now)
    reach = reach_of(period, year, year.containing(today))
    office = is_office(session, access(), activity.organisation_id)
    basic = figures(BASIC_MEASURES, days.held, office=office, reach=reach)
    added, failed = _added(session, activity.plugin, days.held, office=office, reach=reach)
    return Overview(
        activity=activity,
        days=days,
        year=year,
        label=year.label(period),
        reach=reach,
        office=office,
        figures=basic,
        added=added,
        unavailable=failed,
        against=[Against(one.key, visits(one.now), visits(one.before)) for one in days.against],
        charts=[_weekdays(days.held), _months(days.held)] if visits(days.held) else [],
        earlier=year.previous(period).first.year,
        later=period.last.year if period.last < today else None,
        since=day_words(period.first, language()).split(" ", 1)[1],
        busiest=_busiest(basic["busiest_weekday"].value),
    )


def _busiest(key: Value) -> str | None:
    return weekday(WEEKDAYS.index(key)).capitalize() if isinstance(key, str) else None


def _added(
    session: DistrictSession,
    plugin: str | None,
    held: Sequence[HeldDay],
    *,
    office: bool,
    reach: Reach,
) -> tuple[list[Figure], bool]:
    """The plugin's own figures; one that fails is left out, and the page says so."""
    if plugin is None or plugin not in here().enabled:
        return [], False
    host = platform().host
    settings = {plugin: settings_of(session, plugin)}
    answers = host.call_enabled("statistics", district(), {plugin}, settings=settings)
    failures = [*answers.failures]

    def run(measure: Measure, days: Sequence[HeldDay]) -> Value:
        found = host.attempt(plugin, "statistics", lambda: measure.source(days))
        if isinstance(found, Failure):
            failures.append(found)
            return None
        return found

    measures = [one for answer in answers for one in answer.value]
    shown = figures(measures, held, office=office, reach=reach, run=run)
    return list(shown.values()), bool(failures)


def _weekdays(held: Sequence[HeldDay]) -> Chart:
    groups = grouped(held, lambda day: day.day.weekday())
    means = [(n, mean_visits(groups.get(n, [])), len(groups.get(n, []))) for n in range(7)]
    best = max((one for one in means if one[1] is not None), key=lambda one: one[1] or 0)[0]
    finding = gettext("%(weekday)s is visited most", weekday=weekday(best).capitalize())
    bars = [
        Bar(
            weekday(n).capitalize(),
            mean,
            gettext("not open") if mean is None else number(mean, 1),
        )
        for n, mean, _days in means
    ]
    rows = [
        (bar.label, gettext("%(mean)s (n = %(n)s)", mean=bar.text, n=count) if count else bar.text)
        for bar, (_n, _mean, count) in zip(bars, means, strict=True)
    ]
    words = gettext("Mean visits per opening day, by weekday.")
    return Chart(finding, bar_chart("weekdays", finding, words, bars, best), rows)


def _months(held: Sequence[HeldDay]) -> Chart:
    names, bars = [], []
    for (year, month), days in grouped(held, lambda day: (day.day.year, day.day.month)).items():
        name = day_words(date(year, month, 1), language()).rsplit(" ", 1)[-1]
        names.append(f"{name} {year}")
        total = visits(days)
        bars.append(Bar(f"{name[:3]} {year}", total, number(total)))
    return chart_of(
        "months",
        bars,
        lambda best: gettext("Most visits in %(month)s", month=names[best]),
        gettext("Visits by month."),
    )
