"""The resource group and its meetings."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_wtf import FlaskForm

from core.calendar.zones import NonexistentTime, local_date, to_utc
from core.db.tenancy import DistrictSession
from core.plugin_api import Card, CardBody, CardContext, Link
from core.problems import N_, Refused
from core.schedules.assignments import choices
from core.schedules.models import Activity
from core.schedules.partners import activity_of
from core.tasks.service import between, names_of
from core.web.declare import requires
from core.web.forms import sent_id
from core.web.here import access, here, reading
from core.web.plugin_kit import carried_out, plugin_blueprint
from plugins.kvinnenettverk import group
from plugins.kvinnenettverk.forms import MeetingForm, MemberForm
from plugins.kvinnenettverk.models import Member
from plugins.kvinnenettverk.views import opened
from plugins.kvinnenettverk.views_board import Answer
from plugins.kvinnenettverk.words import GROUP, HERE, PLUGIN, RUN, domain, gettext, lazy_gettext

bp = plugin_blueprint("kvinnenettverk_group", __name__, HERE, domain)


@bp.get("/group")
@requires(GROUP)
def resources() -> str:
    """Who is in the group and when it meets, for those who run it and for the group itself."""
    with reading() as session:
        activity = activity_of(session, PLUGIN)
        if not group.belongs(session, access(), here().now):
            opened(session)
        return _page(session, activity)


@bp.post("/group/member")
@requires(RUN)
def save_member() -> Answer:
    """Take somebody into the group, or change what is written of them."""
    with reading() as session:
        form = _member_form(session)

    def save(session: DistrictSession, activity_id: int) -> None:
        details = Member(
            comes_from=form.comes_from.data,
            role=form.role.data,
            external=form.external.data,
            until=form.until.data,
        )
        group.save_member(session, access(), activity_id, form.person.data, details, here().now)

    return _save(form, save)


@bp.post("/group/meeting")
@requires(RUN)
def save_meeting() -> Answer:
    """One more meeting."""
    form = MeetingForm()

    def save(session: DistrictSession, activity_id: int) -> None:
        try:
            starts = to_utc(form.day.data, form.starts.data)  # type: ignore[arg-type] # both needed
        except NonexistentTime as error:
            text = N_("The clock is put forward then. Choose another time.")
            raise Refused(text, field="starts") from error
        group.meet(session, activity_id, starts, form.agenda.data, here().now)

    return _save(form, save)


@bp.post("/group/leave")
@requires(RUN)
def leave() -> Answer:
    """Somebody leaves the group."""
    row = sent_id("row")
    return _save(FlaskForm(), lambda at, of: group.leave(at, access(), of, row, here().now))


def group_card() -> Card:
    """On the home page of those in the group, who may have no other page of the network."""

    def load(context: CardContext) -> CardBody | None:
        assert isinstance(context.session, DistrictSession)  # noqa: S101 (narrows the type)
        if not group.belongs(context.session, context.access, context.now):
            return None
        link = Link("kvinnenettverk_group.resources", lazy_gettext("See the group"))
        return CardBody((lazy_gettext("You plan the gatherings together."),), link=link)

    return Card("group", lazy_gettext("The resource group"), GROUP, load)


def _save(form: FlaskForm, act: Callable[[DistrictSession, int], object]) -> Answer:
    if carried_out(form, domain, lambda session: act(session, opened(session).id)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("kvinnenettverk_group.resources"), 303)
    with reading() as session:
        return _page(session, opened(session), form), 422


def _member_form(session: DistrictSession, **given: Any) -> MemberForm:
    form = MemberForm(**given)
    form.person.choices = choices(session, access(), here().now)
    return form


def _page(session: DistrictSession, activity: Activity, filled: FlaskForm | None = None) -> str:
    now = here().now
    tasks = between(session, activity.id, now)
    forms: dict[type, Any] = {type(filled): filled}
    return render_template(
        "kvinnenettverk/group.html",
        activity=activity,
        runs=access().may(RUN, activity.organisation_id),
        members=group.members(session, activity.id, now),
        tasks=tasks,
        names=names_of(session, tasks, now),
        today=local_date(now),
        meetings=group.meetings(session, activity.id, now),
        filled=filled,
        member=forms.get(MemberForm) or _member_form(session, formdata=None),
        meeting=forms.get(MeetingForm) or MeetingForm(formdata=None),
    )
