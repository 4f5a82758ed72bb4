"""The rules an administrator sets for a place: one more, in a form of its kind, or one less."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings import place_rules as service
from core.bookings.rule_kinds import KINDS
from core.bookings.sentences import sentence
from core.db.tenancy import DistrictSession
from core.places import service as places
from core.places.models import Place
from core.problems import NotFound, Refused
from core.web.choices import organisation_choices, place_choices
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_place_rules import FORMS, ApprovalForm, CompanionForm, RuleForm
from core.web.here import access, here, reading, writing
from core.web.rule_examples import example

bp = Blueprint("place_rules", __name__, url_prefix="/places/<place>/rules")
Answer = str | Response | tuple[str, int]
_ID = "<int:rule>"


@bp.get("/new")
@requires(Permission.BOOKING_RULES_EDIT)
def new(place: str) -> str:
    """The kinds, each with an example; with ?kind= the form of that kind."""
    with reading() as session:
        found = places.find(session, place)
        if "kind" in request.args:
            return _page(found, _form(session, found))
        return render_template("place_rules/kinds.html", place=found, kinds=_kinds())


@bp.post("/new")
@requires(Permission.BOOKING_RULES_EDIT)
def add(place: str) -> Answer:
    """Set the rule."""
    with reading() as session:
        found = places.find(session, place)
        form = _form(session, found)
    if form.validate_on_submit():
        try:
            with writing() as session:
                form.once(session, lambda: _set(session, place, form))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The rule is set, and holds for new bookings."), "success")
            return redirect(_rules_of(place), 303)
    return _page(found, form), 422


@bp.get(f"/{_ID}/remove")
@requires(Permission.BOOKING_RULES_EDIT)
def ask_remove(place: str, rule: int) -> str:
    """What goes and what stays."""
    with reading() as session:
        names = {node.place.slug: node.place.name for node in places.tree(session)}
        return render_template(
            "place_rules/remove.html",
            place=places.find(session, place),
            sentence=sentence(service.find(session, place, rule), names),
        )


@bp.post(f"/{_ID}/remove")
@requires(Permission.BOOKING_RULES_EDIT)
def remove(place: str, rule: int) -> Response:
    """Take the rule away."""
    with writing() as session:
        service.remove(session, access(), place, rule, here().now)
    flash(gettext("The rule is removed. Bookings that are made stay as they are."), "success")
    return redirect(_rules_of(place), 303)


def _set(session: DistrictSession, place: str, form: RuleForm) -> str:
    service.add(session, access(), place, form.details(), here().now)
    return _rules_of(place)


def _rules_of(place: str) -> str:
    return url_for("places.show", place=place, _anchor="rules")


def _form(session: DistrictSession, place: Place) -> RuleForm:
    """The form of the kind asked for, with what it may name. Raises NotFound for another kind."""
    kind = request.args.get("kind", "")
    if kind not in FORMS:
        raise NotFound
    form = FORMS[kind]()
    known = organisation_choices(session)
    form.organisations.choices = known
    if isinstance(form, CompanionForm):
        form.place.choices = [one for one in place_choices(session) if one[0] != place.slug]
    if isinstance(form, ApprovalForm):
        form.approver.choices = [
            ("", lazy_gettext("the district's administrator")),
            *((slug, _leader(name.strip())) for slug, name in known),
        ]
    return form


def _leader(organisation: str) -> str:
    return str(gettext("the leader at %(organisation)s", organisation=organisation))


def _page(place: Place, form: RuleForm) -> str:
    title = KINDS[request.args["kind"]][1]
    return render_template("place_rules/form.html", place=place, form=form, title=title)


def _kinds() -> list[tuple[str, object, object]]:
    """Each kind's name in addresses, its title, and an example of it."""
    return [(kind, KINDS[kind][1], sentence(example(kind), {})) for kind in FORMS]
