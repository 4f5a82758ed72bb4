"""Home: what waits for this person, by role."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings.opening_days import without_place
from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.days import Day, Status, day_key, days_between
from core.counts.today import is_forgotten
from core.db.tenancy import DistrictSession
from core.plugin_api import CardBody, CardContext, Failure
from core.schedules.models import Activity, Occurrence
from core.web.attention import unsettled
from core.web.declare import signed_in
from core.web.here import access, district, here, platform, reading
from core.web.plugin_answers import counts_now, settings_of

bp = Blueprint("home", __name__)
_LOOK_BACK = timedelta(days=60)
_LOOK_AHEAD = timedelta(days=14)
_MOST = 6


@dataclass(frozen=True)
class ShownCard:
    """A plugin's card; `body` is None where the plugin failed."""

    title: object
    plugin: object
    body: CardBody | None


@dataclass(frozen=True)
class ToDo:
    """What the home page lists: days with their activities."""

    today: list[tuple[Day, Activity]]
    not_entered: list[tuple[Day, Activity]]
    coming: list[tuple[Day, Activity]]
    visits_this_month: int
    visits_last_month: int
    last_held: tuple[Day, Activity] | None


@bp.get("/")
@signed_in
def today() -> str | Response:
    """To the counter for those who only count; otherwise a to-do list."""
    if not access().may(Permission.CALENDAR_SEE):
        return redirect(url_for("count.today"))
    with reading() as session:
        activities = _mine(session)
        counts = counts_now(session)
        todo = _todo(session, activities, counts)
        return render_template(
            "home/today.html",
            todo=todo,
            counts=counts,
            has_activities=bool(activities),
            homeless=_homeless(session, activities),
            unsettled=unsettled(session, local_date(here().now)),
            cards=_cards(session),
            faults=platform().host.quarantined if access().may(Permission.PLUGINS_SWITCH) else (),
        )


def _mine(session: DistrictSession) -> dict[int, Activity]:
    """The activities this person leads or counts for; all of them for those who only look."""
    reach = access().organisations(Permission.COUNT)
    statement = select(Activity).where(Activity.archived_at.is_(None))
    if reach:
        statement = statement.where(Activity.organisation_id.in_(reach))
    return {row.id: row for row in session.scalars(statement.order_by(Activity.name))}


def _homeless(
    session: DistrictSession, activities: dict[int, Activity]
) -> list[tuple[Occurrence, Activity, str]]:
    """Days that lost their place, for those who can find another; with the key of their page."""
    found = [(day, activities.get(day.activity_id)) for day in without_place(session, here().now)]
    return [
        (day, activity, day_key(day.day, day.starts))
        for day, activity in found
        if activity and access().may(Permission.ACTIVITY_EDIT, activity.organisation_id)
    ]


def _todo(
    session: DistrictSession, activities: dict[int, Activity], counts: Callable[[Activity], bool]
) -> ToDo:
    now = here().now
    date = local_date(now)
    period = Period(date - _LOOK_BACK, date + _LOOK_AHEAD)
    days = [
        (day, activities[day.activity_id])
        for day in days_between(session, period, list(activities))
    ]
    month = date.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    same_day = min(before + (date - month), month - timedelta(days=1))
    held = [pair for pair in days if pair[0].status is Status.HELD]
    return ToDo(
        today=[pair for pair in days if pair[0].day == date],
        not_entered=[pair for pair in days if _to_enter(*pair, counts)][::-1],
        coming=[p for p in days if p[0].day > date and p[0].status is Status.PLANNED][:_MOST],
        visits_this_month=_visits(held, Period(month, date)),
        visits_last_month=_visits(held, Period(before, same_day)),
        last_held=held[-1] if held else None,
    )


def _to_enter(day: Day, activity: Activity, counts: Callable[[Activity], bool]) -> bool:
    """Whether an earlier day waits for this person: to whoever can do nothing it is no task."""
    now = here().now
    if day.day >= local_date(now):
        return False
    if access().may(Permission.COUNTS_SEE, activity.organisation_id):
        return day.not_entered(now)
    return is_forgotten(day, now) and counts(activity)


def _visits(days: list[tuple[Day, Activity]], period: Period) -> int:
    return sum(
        day.totals.get("adult", 0) + day.totals.get("child", 0)
        for day, _activity in days
        if period.first <= day.day <= period.last
    )


def _cards(session: DistrictSession) -> list[ShownCard]:
    host = platform().host
    answers = host.call_enabled("dashboard_cards", district(), here().enabled)
    shown = [
        ShownCard(host.manifest(failure.plugin).title, failure.plugin, None)
        for failure in answers.failures
    ]
    for answer in answers:
        settings = settings_of(session, answer.plugin)
        context = CardContext(session, district(), access(), here().now, settings)
        for card in answer.value:
            if not access().may(card.permission):
                continue
            body = host.load_card(answer.plugin, card, context, guard=session.begin_nested)
            if body is None:
                continue
            shown.append(
                ShownCard(
                    card.title,
                    host.manifest(answer.plugin).title,
                    None if isinstance(body, Failure) else body,
                )
            )
    return shown
