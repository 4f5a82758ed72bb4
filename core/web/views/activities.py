"""Activities: the list, a new one in three fields, and the page all of one is reached from."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.bookings import uses
from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.days import days_between
from core.db.tenancy import DistrictSession
from core.people import organisations
from core.problems import Refused
from core.schedules import ownership, service
from core.schedules.models import Activity
from core.schedules.search import search
from core.web.attention import attention_of
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_activities import ActivityForm, details_of, edit_form, new_form
from core.web.here import access, here, reading, writing
from core.web.languages import translated
from core.web.plugin_answers import counts_now, menu_items

bp = Blueprint("activities", __name__, url_prefix="/activities")
Answer = str | Response | tuple[str, int]
_BACK = timedelta(days=60)
_AHEAD = timedelta(days=60)
_MOST = 5


@bp.get("/")
@requires(Permission.CALENDAR_SEE)
def index() -> str:
    """Those of the person's own organisation first; or those a search finds."""
    query = (request.args.get("q") or "").strip()
    with reading() as session:
        names = _organisation_names(session)
        rows = search(session, query) if query else service.activities(session)
        mine = [row for row in rows if access().may(Permission.COUNT, row.organisation_id)]
        return render_template(
            "activities/index.html",
            mine=mine,
            others=[row for row in rows if row not in mine],
            archived=[] if query else service.activities(session, archived=True),
            query=query,
            organisations=names,
        )


@bp.get("/new")
@requires(Permission.ACTIVITY_EDIT)
def new() -> str:
    """Three fields."""
    with reading() as session:
        return render_template("activities/new.html", form=new_form(session))


@bp.post("/new")
@requires(Permission.ACTIVITY_EDIT)
def create() -> Answer:
    """Save a new activity, and go on to plan its days."""
    with reading() as session:
        form = new_form(session)
    if form.validate_on_submit():
        try:
            with writing() as session:
                address = form.once(session, lambda: _create(session, form))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The activity is made. Now plan its days."), "success")
            return redirect(address, 303)
    return render_template("activities/new.html", form=form), 422


@bp.get("/<activity>")
@requires(Permission.CALENDAR_SEE)
def show(activity: str) -> str:
    """What comes, what was, what is missing, and everything that can be done."""
    now = here().now
    today = local_date(now)
    with reading() as session:
        row = service.by_slug(session, activity)
        days = days_between(session, Period(today - _BACK, today + _AHEAD), [row.id])
        past = [day for day in days if day.day < today][::-1]
        return render_template(
            "activities/show.html",
            activity=row,
            organisation=_organisation_names(session).get(row.organisation_id, ""),
            place=service.place_names(session).get(row.place_id or 0),
            today=[day for day in days if day.day == today],
            coming=[day for day in days if day.day > today][:_MOST],
            past=past[:_MOST],
            missing=[day for day in past if day.not_entered(now)],
            ownership=ownership.ownership_of(row),
            holders=_holders(session, row),
            unsettled=attention_of(session, row, today),
            items=menu_items(row),
            counts=counts_now(session),
            feed_url=url_for("feeds.calendar", token=row.feed_token, _external=True),
        )


@bp.get("/<activity>/edit")
@requires(Permission.ACTIVITY_EDIT)
def edit(activity: str) -> str:
    """The form with what the activity is."""
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        return _edit_page(row, edit_form(session, row))


@bp.post("/<activity>/edit")
@requires(Permission.ACTIVITY_EDIT)
def change(activity: str) -> Answer:
    """Save what was changed."""
    with reading() as session:
        form = edit_form(session, service.to_edit(session, access(), activity))
    if form.validate_on_submit():
        try:
            with writing() as session:
                row = service.to_edit(session, access(), activity)
                service.change(session, access(), row, details_of(form), here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The activity is saved."), "success")
            return redirect(url_for("activities.show", activity=activity), 303)
    with reading() as session:
        return _edit_page(service.to_edit(session, access(), activity), form), 422


@bp.post("/<activity>/archive")
@requires(Permission.ACTIVITY_EDIT)
def archive(activity: str) -> Response:
    """Put it away."""
    put_away = partial(service.archive, asks=(uses.of_activity,))
    return _do(activity, put_away, gettext("The activity is put away."))


@bp.post("/<activity>/restore")
@requires(Permission.ACTIVITY_EDIT)
def restore(activity: str) -> Response:
    """Take it out again."""
    return _do(activity, service.restore, gettext("The activity is in use again."))


@bp.get("/<activity>/staff")
@requires(Permission.ACTIVITY_EDIT)
def staff(activity: str) -> str:
    """Which employees are on the activity."""
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        return render_template(
            "activities/staff.html",
            activity=row,
            choices=service.staff_choices(session, access()),
            chosen=service.staff_of(session, row.id),
        )


@bp.post("/<activity>/staff")
@requires(Permission.ACTIVITY_EDIT)
def save_staff(activity: str) -> Response:
    """Put the chosen employees on the activity, and no others."""
    chosen = request.form.getlist("user", type=int)
    with writing() as session:
        row = service.to_edit(session, access(), activity)
        service.set_staff(session, access(), row, chosen, here().now)
    flash(gettext("The employees on the activity are saved."), "success")
    return redirect(url_for("activities.show", activity=activity), 303)


def _create(session: DistrictSession, form: ActivityForm) -> str:
    made = service.create(session, access(), details_of(form), here().now)
    return url_for("plan.form", activity=made.slug)


def _do(
    slug: str,
    what: Callable[[DistrictSession, Access, Activity, datetime], None],
    done: str,
) -> Response:
    try:
        with writing() as session:
            what(session, access(), service.to_edit(session, access(), slug), here().now)
    except Refused as refusal:
        flash(translated(refusal.message, refusal.values), "danger")
    else:
        flash(done, "success")
    return redirect(url_for("activities.show", activity=slug), 303)


def _edit_page(activity: Activity, form: object) -> str:
    return render_template("activities/edit.html", activity=activity, form=form)


def _organisation_names(session: DistrictSession) -> dict[int, str]:
    return {one.organisation.id: one.organisation.name for one in organisations.listed(session)}


def _holders(session: DistrictSession, row: Activity) -> Mapping[int, str]:
    """Who fills the owner's role, by name, for those who may settle it; others see the role."""
    if not access().may(Permission.OWNER_EDIT, row.organisation_id):
        return {}
    return ownership.names_of(session, row)
