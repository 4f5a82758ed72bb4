"""Figures: every activity side by side, and one activity for any period, to see and download."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask_babel import gettext

from core.accounts.roles import Permission
from core.calendar.counting_year import Period, month
from core.calendar.zones import local_date
from core.counts.categories import CountCategory, in_order
from core.counts.days import Day, Status, days_between
from core.counts.figures import held_of
from core.counts.office import is_office
from core.db.tenancy import DistrictSession
from core.schedules import service
from core.schedules.models import Activity
from core.statistics.basics import visits
from core.statistics.measures import GUARDED, CountKind
from core.web.board import label_of
from core.web.declare import requires
from core.web.downloads import Cell, add_downloads
from core.web.here import access, here, reading
from core.web.overview import asked_period, overview
from core.web.panels import panels_of
from core.web.plugin_answers import counted_categories, counting_year

bp = Blueprint("figures", __name__, url_prefix="/figures")


@bp.get("/")
@requires(Permission.FIGURES_SEE)
def index() -> str:
    """Visits of each activity this month and the last twelve."""
    today = local_date(here().now)
    year = Period(today - timedelta(days=364), today)
    with reading() as session:
        activities = service.activities(session)
        days = held_of(session, activities, year, counted_categories())
        rows = []
        for activity in activities:
            held = days[activity.id]
            recent = [day for day in held if day.day in month(today)]
            rows.append((activity, visits(recent), visits(held), len(held)))
        return render_template("figures/index.html", rows=rows)


@bp.get("/<activity>")
@requires(Permission.FIGURES_SEE)
def activity(activity: str) -> str:
    """One activity; opens on the latest counting year that has counts."""
    with reading() as session:
        row = service.by_slug(session, activity)
        shown = overview(session, row)
        panels = panels_of(session, row, shown.days.period)
        return render_template("figures/activity.html", overview=shown, panels=panels)


def _table(activity: str) -> tuple[list[list[Cell]], str]:
    """The period's days, as seen."""
    with reading() as session:
        row = service.by_slug(session, activity)
        year = counting_year(session, row.plugin)
        period = asked_period(session, row, year, local_date(here().now))
        table = _rows(session, row, days_between(session, period, [row.id]))
    return table, f"{activity}-{period.first.isoformat()}-{period.last.isoformat()}"


def _rows(session: DistrictSession, activity: Activity, days: list[Day]) -> list[list[Cell]]:
    """Newcomers of a day could single somebody out: only the office that counted gets them."""
    known = counted_categories()
    office = is_office(session, access(), activity.organisation_id)
    shown = [
        category
        for category in in_order(known.get(activity.plugin, known[None]))
        if office or category.kind not in GUARDED
    ]
    names = {
        Status.PLANNED: gettext("Planned"),
        Status.HELD: gettext("Held"),
        Status.CLOSED: gettext("Closed"),
        Status.CANCELLED: gettext("Cancelled"),
    }
    head: list[Cell] = [gettext("Date"), gettext("Status"), *(_heading(one) for one in shown)]
    body = [
        [
            day.day.isoformat(),
            gettext("Not entered") if day.not_entered(here().now) else names[day.status],
            *(day.totals.get(one.key) if day.status is Status.HELD else None for one in shown),
            day.reason,
        ]
        for day in days
    ]
    return [[*head, gettext("Reason")], *body]


def _heading(category: CountCategory) -> str:
    """A way somebody heard of the offer says little without its question."""
    label = label_of(category)
    heard = category.kind is CountKind.HEARD
    return f"{gettext('How did you hear of it?')} {label}" if heard else label


add_downloads(bp, "/<activity>/days", Permission.FIGURES_SEE, _table)
