"""Planning: a weekly plan with a look at every date before it is saved, and single days."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings import planning
from core.bookings.vocabulary import Level
from core.calendar.days import date_or_none
from core.calendar.recurrence import BadRule, WeeklyRule
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules import service
from core.schedules.models import Activity
from core.schedules.planning import last_plan, propose
from core.web.booking_desk import desk
from core.web.booking_words import room_refused, say
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_activities import (
    HoursForm,
    NewDayForm,
    PlanForm,
    dates_of,
    place_choices,
    place_id_of,
)
from core.web.here import access, here, reading
from core.web.languages import language

bp = Blueprint("plan", __name__, url_prefix="/activities/<activity>/plan")
Answer = str | Response | tuple[str, int]
_NAMES = "nb"  # a closed day's reason is kept in the district's own language


@bp.get("")
@requires(Permission.ACTIVITY_EDIT)
def form(activity: str) -> str:
    """The weekly plan's form."""
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        filled = PlanForm(data=_as_last_time(session, row))
        return _page(session, activity, filled)


@bp.post("")
@requires(Permission.ACTIVITY_EDIT)
def save(activity: str) -> Answer:
    """Show what would come of the plan; save it when the person has seen that."""
    filled = PlanForm()
    with reading() as session:
        service.to_edit(session, access(), activity)
        filled.place.choices = place_choices(session)
    if not filled.validate_on_submit():
        return _again(activity, filled)
    try:
        rule = _rule(filled)
        if request.form.get("seen"):
            return _save(activity, filled, rule)
        return _preview(activity, filled, rule)
    except Refused as refusal:
        show_refusal(filled, refusal)
        return _again(activity, filled)


@bp.get("/day")
@requires(Permission.ACTIVITY_EDIT)
def new_day(activity: str) -> str:
    """The form for one day."""
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        filled = NewDayForm(data=_as_last_time(session, row))
        return _day_page(session, activity, filled)


@bp.post("/day")
@requires(Permission.ACTIVITY_EDIT)
def add_day(activity: str) -> Answer:
    """Save one day."""
    filled = NewDayForm()
    with reading() as session:
        service.to_edit(session, access(), activity)
        filled.place.choices = place_choices(session)
    if filled.validate_on_submit() and filled.day.data is not None:
        try:
            decided = planning.add_day(
                desk(),
                lambda session: service.to_edit(session, access(), activity),
                filled.day.data,
                filled.hours(),
                place_id_of(filled),
                filled.title.data,
            )
            if decided.saved is None:
                raise room_refused(decided.verdicts)
        except Refused as refusal:
            show_refusal(filled, refusal)
        else:
            flash(gettext("The day is added."), "success")
            return redirect(url_for("activities.show", activity=activity), 303)
    with reading() as session:
        return _day_page(session, activity, filled), 422


def _as_last_time(session: DistrictSession, row: Activity) -> dict[str, object]:
    found: dict[str, object] = {"place": str(row.place_id or "")}
    if plan := last_plan(session, row.id):
        found |= {"weekdays": plan.weekdays, "starts": plan.starts, "ends": plan.ends}
    return found


def _rule(filled: PlanForm) -> WeeklyRule:
    weekdays, first, last = dates_of(filled)
    if last < first:
        raise Refused(N_("The last day is before the first."), field="last")
    try:
        rule = WeeklyRule(frozenset(weekdays), first, last)
    except BadRule:
        raise Refused(
            N_("Choose at least one weekday, and at most two years."), field="last"
        ) from None
    if not rule.dates():
        raise Refused(N_("None of the weekdays comes between these dates."), field="weekdays")
    return rule


def _preview(activity: str, filled: PlanForm, rule: WeeklyRule) -> str:
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        proposals = propose(session, row, rule, filled.hours(), language=language(), now=here().now)
    times = [(one.starts, one.ends) for one in proposals if one.there is None]
    verdicts = planning.look_at_plan(
        desk(),
        lambda session: service.to_edit(session, access(), activity),
        place_id_of(filled),
        times,
    )
    rooms = {
        local_date(one.request.starts): [
            say(found.message) for found in one.findings if found.level is not Level.WARN
        ]
        for one in verdicts
    }
    return render_template(
        "plan/preview.html",
        activity=row,
        form=filled,
        proposals=proposals,
        rooms=rooms,
        blocked={local_date(one.request.starts) for one in verdicts if one.blocked},
    )


def _save(activity: str, filled: PlanForm, rule: WeeklyRule) -> Response:
    keep_open = {day for day in map(date_or_none, request.form.getlist("keep_open")) if day}
    leave_out = {day for day in map(date_or_none, request.form.getlist("leave_out")) if day}
    decided = planning.save_plan(
        desk(),
        lambda session: service.to_edit(session, access(), activity),
        rule,
        filled.hours(),
        place_id_of(filled),
        keep_open=keep_open,
        leave_out=leave_out,
        language=_NAMES,
    )
    if decided.saved is None:
        raise room_refused([one for one in decided.verdicts if one.blocked])
    days = decided.saved
    flash(ngettext("One day is planned.", "%(num)d days are planned.", len(days)), "success")
    return redirect(url_for("activities.show", activity=activity), 303)


def _again(activity: str, filled: PlanForm) -> Answer:
    with reading() as session:
        return _page(session, activity, filled), 422


def _page(session: DistrictSession, activity: str, filled: HoursForm) -> str:
    row = service.to_edit(session, access(), activity)
    filled.place.choices = place_choices(session)
    return render_template("plan/form.html", activity=row, form=filled)


def _day_page(session: DistrictSession, activity: str, filled: NewDayForm) -> str:
    row = service.to_edit(session, access(), activity)
    filled.place.choices = place_choices(session)
    return render_template("plan/day.html", activity=row, form=filled)
