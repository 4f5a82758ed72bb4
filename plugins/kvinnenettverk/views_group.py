"""The resource group and its meetings."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from core.calendar.zones import NonexistentTime, local_date, to_utc
from core.db.tenancy import DistrictSession
from core.plugin_api import Card, CardBody, CardContext, Link
from core.problems import N_, Forbidden, Refused
from core.schedules import ownership
from core.schedules.acting import Acting
from core.schedules.assignments import choices
from core.schedules.partners import activity_of
from core.tasks.service import between, names_of
from core.web.declare import requires
from core.web.forms import sent_id
from core.web.here import access, here, reading
from core.web.plugin_kit import Answer, carried_out, plugin_blueprint
from plugins.kvinnenettverk import group
from plugins.kvinnenettverk.forms import MeetingForm, MemberForm
from plugins.kvinnenettverk.words import GROUP, HERE, PLUGIN, RUN, domain, gettext, lazy_gettext

bp = plugin_blueprint("kvinnenettverk_group", __name__, HERE, domain)


@bp.get("/group")
@requires(GROUP)
def resources() -> Answer:
    """Who is in the group and when it meets; other leaders are told whose page it is."""
    with reading() as session:
        by = _acting(session)
        if group.keeps(by) or group.belongs(session, by.access, by.now):
            return _page(by)
        by.require(RUN)
        names = ownership.names_of(session, by.activity).values()
        page = "kvinnenettverk/whose_group.html"
        return render_template(page, activity=by.activity, names=sorted(names)), 403


@bp.post("/group/member")
@requires(RUN)
def save_member() -> Answer:
    """Take somebody into the group, or change what is written of the one the address names."""
    with reading() as session:
        form = _member_form(_acting(session))
    details = {name: form[name].data for name in ("comes_from", "role", "external", "until")}
    return _save(form, lambda by: group.save_member(by, form.person.data, details))


@bp.post("/group/meeting")
@requires(RUN)
def save_meeting() -> Answer:
    """One more meeting."""
    form = MeetingForm()

    def save(by: Acting) -> None:
        try:
            starts = to_utc(form.day.data, form.starts.data)  # type: ignore[arg-type] # both needed
        except NonexistentTime as error:
            text = N_("The clock is put forward then. Choose another time.")
            raise Refused(text, field="starts") from error
        if form.comes_first(by.session):
            group.meet(by, starts, form.agenda.data)

    return _save(form, save)


@bp.post("/group/cancel")
@requires(RUN)
def cancel() -> Answer:
    """The group does not meet after all."""
    return _save(FlaskForm(), lambda by: group.cancel(by, sent_id("row")))


@bp.post("/group/leave")
@requires(RUN)
def leave() -> Answer:
    """Somebody leaves the group."""
    return _save(FlaskForm(), lambda by: group.leave(by, sent_id("row")))


def group_card() -> Card:
    """On the home page of those in the group, who may have no other page of the network."""

    def load(context: CardContext) -> CardBody | None:
        assert isinstance(context.session, DistrictSession)  # noqa: S101 (narrows the type)
        if not group.belongs(context.session, context.access, context.now):
            return None
        link = Link("kvinnenettverk_group.resources", lazy_gettext("See the group"))
        return CardBody((lazy_gettext("You plan the gatherings together."),), link=link)

    return Card("group", lazy_gettext("The resource group"), GROUP, load)


def _acting(session: DistrictSession) -> Acting:
    return Acting(session, access(), activity_of(session, PLUGIN), here().now)


def _save(form: FlaskForm, act: Callable[[Acting], object]) -> Answer:
    with reading() as session:
        if not group.keeps(_acting(session)):
            raise Forbidden
    if carried_out(form, domain, lambda session: act(_acting(session))):
        flash(gettext("Saved."), "success")
        return redirect(url_for("kvinnenettverk_group.resources"), 303)
    with reading() as session:
        return _page(_acting(session), form), 422


def _member_form(by: Acting, **given: Any) -> MemberForm:
    """Of the member the address names, as it is kept; without one, of those not in the group."""
    there = {one.row.id: one for one in group.members(by)}
    one = there.get(request.args.get("member", 0, type=int))
    if one is not None:
        form = MemberForm(obj=one.row, person=one.row.person_id, **given)
        form.person.choices = [(one.row.person_id, one.name)]
        return form
    form, taken = MemberForm(**given), {one.row.person_id for one in there.values()}
    people = choices(by.session, by.access, by.now)
    form.person.choices = [person for person in people if person[0] not in taken]
    return form


def _page(by: Acting, filled: FlaskForm | None = None) -> str:
    tasks = between(by.session, by.activity.id, by.now)
    forms: dict[type, Any] = {type(filled): filled}
    return render_template(
        "kvinnenettverk/group.html",
        activity=by.activity,
        keeps=group.keeps(by),
        members=group.members(by),
        tasks=tasks,
        names=names_of(by.session, tasks, by.now),
        today=local_date(by.now),
        meetings=group.meetings(by),
        filled=filled,
        member=forms.get(MemberForm) or _member_form(by, formdata=None),
        meeting=forms.get(MeetingForm) or MeetingForm(formdata=None),
    )
