"""Organisations that work in this district."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from core.accounts.roles import Permission
from core.bookings import uses as booked
from core.db.collisions import seeing_the_first
from core.db.tenancy import DistrictSession
from core.people import organisations as service
from core.people.uses import of_organisation
from core.problems import Refused
from core.schedules import uses
from core.web.declare import requires
from core.web.forms import PressForm, show_refusal, strip
from core.web.forms_kept import KeptForm
from core.web.here import access, here, reading, writing
from core.web.languages import translated

bp = Blueprint("organisations", __name__, url_prefix="/organisations")
_ASKS = (of_organisation, uses.of_organisation, booked.of_organisation)
Answer = str | Response | tuple[str, int]


class OrganisationForm(KeptForm):
    """What an organisation is called, and its number."""

    name = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Write the name of the organisation."))],
        filters=[strip],
    )
    number = StringField(
        lazy_gettext("Organisation number"),
        filters=[strip],
        description=lazy_gettext("Nine digits, as in the Brønnøysund register."),
    )


class NewOrganisationForm(OrganisationForm, PressForm):
    """A new one also says what it is a part of; that is never changed."""

    parent = SelectField(
        lazy_gettext("Part of"),
        [Optional()],
        description=lazy_gettext(
            "A part shares its organisation's responsibility for people's data. "
            "You cannot change this later."
        ),
    )
    own = BooleanField(lazy_gettext("This is the district itself"))


@bp.get("")
@requires(Permission.ORGANISATIONS_SEE)
def index() -> str:
    """Those in use, each with its parts; archived ones below."""
    with reading() as session:
        rows = service.listed(session)
        return render_template(
            "organisations/index.html",
            rows=[row for row in rows if row.archived_at is None],
            archived=[row for row in rows if row.archived_at is not None],
            names={row.organisation.id: row.organisation.name for row in rows},
        )


@bp.get("/new")
@requires(Permission.ORGANISATIONS_EDIT)
def new() -> str:
    """The form for one more."""
    return render_template("organisations/new.html", form=_new_form())


@bp.post("/new")
@requires(Permission.ORGANISATIONS_EDIT)
def create() -> Answer:
    """Make an organisation, or link the one that has the number."""
    form = _new_form()
    if form.validate_on_submit():
        try:
            address, added = seeing_the_first(lambda: _add(form))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(_added(added, form), "success")
            return redirect(address)
    return render_template("organisations/new.html", form=form), 422


@bp.get("/<organisation>")
@requires(Permission.ORGANISATIONS_SEE)
def show(organisation: str) -> str:
    """One organisation, and what uses it here."""
    with reading() as session:
        return _show(session, organisation)


@bp.get("/<organisation>/edit")
@requires(Permission.ORGANISATIONS_EDIT)
def edit(organisation: str) -> str:
    """The form with what is kept."""
    with reading() as session:
        found = service.find(session, organisation).organisation
        return _form(OrganisationForm(obj=found), found.name, organisation)


@bp.post("/<organisation>/edit")
@requires(Permission.ORGANISATIONS_EDIT)
def save(organisation: str) -> Answer:
    """Save what was changed."""
    with reading() as session:
        kept = service.find(session, organisation).organisation
        form = OrganisationForm(obj=kept)
    if form.validate_on_submit():
        try:
            seeing_the_first(lambda: _change(organisation, form))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("%(name)s is saved.", name=form.name.data), "success")
            return redirect(url_for("organisations.show", organisation=organisation))
    return _form(form, kept.name, organisation), 422


@bp.post("/<organisation>/archive")
@requires(Permission.ORGANISATIONS_EDIT)
def archive(organisation: str) -> Answer:
    """Take it out of use here, or say what uses it."""
    try:
        with writing() as session:
            service.archive(session, access(), organisation, _ASKS, here().now)
    except Refused as refusal:
        with reading() as session:
            return _show(session, organisation, translated(refusal.message, refusal.values)), 409
    flash(gettext("The organisation is archived in this district. Its history stays."), "success")
    return redirect(url_for("organisations.index"))


@bp.post("/<organisation>/restore")
@requires(Permission.ORGANISATIONS_EDIT)
def restore(organisation: str) -> Response:
    """Take it into use here again."""
    with writing() as session:
        service.restore(session, access(), organisation, here().now)
    flash(gettext("The organisation is in use again."), "success")
    return redirect(url_for("organisations.show", organisation=organisation))


def _new_form() -> NewOrganisationForm:
    form = NewOrganisationForm()
    with reading() as session:
        rows = service.listed(session)
    form.parent.choices = [("", gettext("Nothing: it stands by itself"))] + [
        (row.organisation.slug, "\u2003" * row.depth + row.organisation.name)
        for row in rows
        if row.archived_at is None
    ]
    if any(row.is_own for row in rows):
        del form.own
    return form


def _add(form: NewOrganisationForm) -> tuple[str, service.Added | None]:
    """Where it is, and what was made or linked; at a second tap nothing more was."""
    added: list[service.Added] = []

    def save() -> str:
        added.append(_create(session, form))
        return url_for("organisations.show", organisation=added[0].slug)

    with writing() as session:
        return form.once(session, save), added[0] if added else None


def _create(session: DistrictSession, form: NewOrganisationForm) -> service.Added:
    return service.add(
        session,
        access(),
        name=form.name.data or "",
        number=form.number.data,
        parent=form.parent.data or None,
        own="own" in form and bool(form.own.data),
        now=here().now,
    )


def _change(organisation: str, form: OrganisationForm) -> None:
    with writing() as session:
        service.edit(
            session,
            access(),
            organisation,
            name=form.name.data or "",
            number=form.number.data,
            now=here().now,
        )


def _form(form: OrganisationForm, name: str, slug: str) -> str:
    return render_template("organisations/edit.html", form=form, name=name, slug=slug)


def _added(added: service.Added | None, form: NewOrganisationForm) -> str:
    if added is not None and added.was_known:
        return str(gettext("%(name)s was known by its number, and is here now.", name=added.name))
    return str(gettext("%(name)s is saved.", name=form.name.data))


def _show(session: DistrictSession, slug: str, refused: str | None = None) -> str:
    rows = service.listed(session)
    found = service.find(session, slug)
    organisation = found.organisation
    return render_template(
        "organisations/show.html",
        row=found,
        parent=next(
            (r.organisation for r in rows if r.organisation.id == organisation.parent_id), None
        ),
        its_parts=[r for r in rows if r.organisation.parent_id == organisation.id],
        may_change=service.may_edit(session, access(), organisation.id),
        uses=service.current_uses(session, organisation.id, _ASKS, here().now),
        refused=refused,
    )
