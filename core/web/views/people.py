"""People: as little as possible, each organisation its own."""

import json
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import EmailField, SelectField, StringField, TelField
from wtforms.validators import InputRequired

from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.people import privacy, service
from core.people.personal import PersonalTable
from core.people.reach import reached
from core.problems import Refused
from core.schedules.assignments import ASSIGNMENTS
from core.tasks.service import TASKS
from core.web.declare import requires
from core.web.forms import DayField, PressForm, show_refusal, strip
from core.web.forms_kept import KeptForm
from core.web.here import access, here, platform, reading, writing

bp = Blueprint("people", __name__, url_prefix="/people")
Form = TypeVar("Form", bound="PersonForm")
Answer = str | Response | tuple[str, int]


class PersonForm(KeptForm):
    """Somebody who runs an offer. No field for more than it takes to reach them."""

    organisation = SelectField(lazy_gettext("Organisation"), coerce=int)
    name = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Write the person's name."))],
        filters=[strip],
    )
    task = StringField(
        lazy_gettext("Task"),
        filters=[strip],
        description=lazy_gettext("What they do here, for example: volunteer on Sundays."),
    )
    email = EmailField(lazy_gettext("E-mail"), filters=[strip])
    phone = TelField(lazy_gettext("Telephone"), filters=[strip])
    keep_until = DayField(
        lazy_gettext("Keep until"),
        [InputRequired(lazy_gettext("Choose the last day."))],
        description=lazy_gettext("After this day the person is erased. At most two years ahead."),
    )


class NewPersonForm(PersonForm, PressForm):
    """One more, and not two at a second tap."""


@bp.get("")
@requires(Permission.PEOPLE_EDIT)
def index() -> str:
    """Names and tasks; those a search finds."""
    query = request.args.get("q", "").strip()
    with reading() as session:
        found = service.people(session, access(), here().now, query)
        return render_template(
            "people/index.html",
            people=[person for person in found if not person.archived],
            archived=[person for person in found if person.archived],
            query=query,
            may_add=bool(reached(session, access())),
        )


@bp.get("/new")
@requires(Permission.PEOPLE_EDIT)
def new() -> str:
    """The form for one more, kept for a year unless another day is chosen."""
    form = _form(NewPersonForm)
    form.keep_until.data = local_date(here().now) + service.KEEP
    return render_template("people/form.html", form=form, person=None)


@bp.post("/new")
@requires(Permission.PEOPLE_EDIT)
def create() -> Answer:
    """Save a new person."""
    form = _form(NewPersonForm)
    if form.validate_on_submit():
        try:
            with writing() as session:
                address = form.once(session, lambda: _create(session, form))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("%(name)s is saved.", name=form.name.data), "success")
            return redirect(address)
    return render_template("people/form.html", form=form, person=None), 422


@bp.get("/<int:person>")
@requires(Permission.PEOPLE_EDIT)
def show(person: int) -> str:
    """One person, with how to reach them. Written in the log, so this GET writes."""
    return render_template("people/show.html", person=_look_at(person))


@bp.get("/<int:person>/edit")
@requires(Permission.PEOPLE_EDIT)
def edit(person: int) -> str:
    """The form with what is kept; a look, too."""
    shown = _look_at(person)
    form = _form(PersonForm, shown)
    return render_template("people/form.html", form=form, person=shown)


@bp.post("/<int:person>/edit")
@requires(Permission.PEOPLE_EDIT)
def save(person: int) -> Answer:
    """Save what was changed."""
    shown = _look_at(person)
    form = _form(PersonForm, shown)
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.edit(session, access(), person, _details(form), here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("%(name)s is saved.", name=form.name.data), "success")
            return redirect(url_for("people.show", person=person))
    return render_template("people/form.html", form=form, person=shown), 422


@bp.post("/<int:person>/archive")
@requires(Permission.PEOPLE_EDIT)
def archive(person: int) -> Response:
    """Take a person out of use."""
    with writing() as session:
        name = service.archive(session, access(), person, here().now).name
    flash(gettext("%(name)s is archived.", name=name), "success")
    return redirect(url_for("people.index"))


@bp.post("/<int:person>/restore")
@requires(Permission.PEOPLE_EDIT)
def restore(person: int) -> Response:
    """Take a person into use again."""
    with writing() as session:
        name = service.restore(session, access(), person, here().now).name
    flash(gettext("%(name)s is in use again.", name=name), "success")
    return redirect(url_for("people.show", person=person))


@bp.get("/<int:person>/erase")
@requires(Permission.PEOPLE_EDIT)
def ask_erase(person: int) -> str:
    """What goes and what stays, before somebody is erased."""
    return render_template("people/erase.html", person=_look_at(person))


@bp.post("/<int:person>/erase")
@requires(Permission.PEOPLE_EDIT)
def erase(person: int) -> Response:
    """Erase a person for good."""
    with writing() as session:
        privacy.erase(session, access(), person, here().now)
    flash(gettext("The person is erased."), "success")
    return redirect(url_for("people.index"))


@bp.get("/<int:person>/hide")
@requires(Permission.PEOPLE_EDIT)
def ask_hide(person: int) -> str:
    """What "show never" means, before it is done."""
    return render_template("people/hide.html", person=_look_at(person))


@bp.post("/<int:person>/hide")
@requires(Permission.PEOPLE_EDIT)
def hide(person: int) -> Response:
    """Show a person never."""
    with writing() as session:
        privacy.hide(session, access(), person, here().now)
    flash(gettext("The person is never shown again."), "success")
    return redirect(url_for("people.index"))


@bp.post("/<int:person>/export")
@requires(Permission.PEOPLE_EDIT)
def export(person: int) -> Response:
    """All that is kept about one person, as a file to give them."""
    with writing() as session:
        kept = privacy.export(session, access(), person, here().now, _personal_tables())
    return Response(
        json.dumps(kept, ensure_ascii=False, indent=2),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="person-{person}.json"'},
    )


def _personal_tables() -> tuple[PersonalTable, ...]:
    """Core's own and every installed plugin's: data outlives a plugin's switch."""
    plugins = platform().host.installed
    return (ASSIGNMENTS, TASKS, *(table for plugin in plugins for table in plugin.personal_data))


def _look_at(person: int) -> service.Shown:
    with writing() as session:
        return service.look_at(session, access(), person, here().now)


def _create(session: DistrictSession, form: PersonForm) -> str:
    made = service.create(session, access(), _details(form), here().now)
    return url_for("people.show", person=made.id)


def _form(kind: type[Form], person: service.Shown | None = None) -> Form:
    kept = {} if person is None else {**vars(person), "organisation": person.organisation_id}
    form = kind(data=kept)
    with reading() as session:
        choices = reached(session, access())
    if person is not None:
        choices = {person.organisation_id: person.organisation}
    form.organisation.choices = list(choices.items())
    return form


def _details(form: PersonForm) -> service.Details:
    return service.Details(
        organisation_id=form.organisation.data,
        name=form.name.data or "",
        task=form.task.data,
        email=form.email.data,
        phone=form.phone.data,
        keep_until=form.keep_until.data or local_date(here().now),
    )
