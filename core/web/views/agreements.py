"""Standing agreements: who has the first right where and when, for everybody to see."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings import agreements as service
from core.bookings.sentences import agreement_sentence
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.places import service as places
from core.problems import Refused
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_bookings_admin import AgreementForm, EndForm, agreement_form
from core.web.here import access, here, reading, writing

bp = Blueprint("agreements", __name__, url_prefix="/agreements")
Answer = str | Response | tuple[str, int]
_ID = "<int:agreement>"


@bp.get("")
@requires(Permission.PLACES_SEE)
def index() -> str:
    """Those that hold or will, place by place; those that have ended below."""
    with reading() as session:
        by_id = {node.place.id: node.place for node in places.tree(session)}
        order = list(by_id)
        rows = sorted(service.listed(session), key=lambda one: order.index(one.place_id))
        held = [one for one in rows if not service.has_ended(one, here().now)]
        return render_template(
            "agreements/index.html",
            by_place=[
                (by_id[place_id], list(own))
                for place_id, own in groupby(held, key=lambda one: one.place_id)
            ],
            ended=[(by_id[one.place_id], one) for one in rows if one not in held],
            sentence=agreement_sentence,
        )


@bp.get("/new")
@requires(Permission.BOOKING_RULES_EDIT)
def new() -> str:
    """The form; ?place= is the place to begin with."""
    with reading() as session:
        return _form(_new_form(session))


@bp.post("/new")
@requires(Permission.BOOKING_RULES_EDIT)
def create() -> Answer:
    """Save a new agreement."""
    with reading() as session:
        form = _new_form(session)
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.create(session, access(), form.details(), here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The agreement is saved, and holds for new bookings."), "success")
            return redirect(url_for("agreements.index"), 303)
    return _form(form), 422


@bp.get(f"/{_ID}/edit")
@requires(Permission.BOOKING_RULES_EDIT)
def edit(agreement: int) -> str:
    """The form with what the agreement is."""
    with reading() as session:
        return _form(_edit_form(session, agreement), agreement)


@bp.post(f"/{_ID}/edit")
@requires(Permission.BOOKING_RULES_EDIT)
def save(agreement: int) -> Answer:
    """Save what was changed."""
    with reading() as session:
        form = _edit_form(session, agreement)
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.edit(session, access(), agreement, form.details(), here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The agreement is saved, and holds for new bookings."), "success")
            return redirect(url_for("agreements.index"), 303)
    return _form(form, agreement), 422


@bp.get(f"/{_ID}/end")
@requires(Permission.BOOKING_RULES_EDIT)
def ask_end(agreement: int) -> str:
    """What ends and what stays, and the last day."""
    return _end_page(agreement, EndForm(data={"last": local_date(here().now)}))


@bp.post(f"/{_ID}/end")
@requires(Permission.BOOKING_RULES_EDIT)
def end(agreement: int) -> Answer:
    """Give the agreement its last day."""
    form = EndForm()
    if form.validate_on_submit():
        try:
            with writing() as session:
                held = service.end(session, access(), agreement, form.day(), here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(_ended(held=held), "success")
            return redirect(url_for("agreements.index"), 303)
    return _end_page(agreement, form), 422


def _new_form(session: DistrictSession) -> AgreementForm:
    today = local_date(here().now)
    return agreement_form(session, place=request.args.get("place"), today=today)


def _edit_form(session: DistrictSession, agreement: int) -> AgreementForm:
    found = service.find(session, agreement)
    return agreement_form(session, agreement=found, today=local_date(here().now))


def _form(form: AgreementForm, agreement: int | None = None) -> str:
    return render_template("agreements/form.html", form=form, agreement=agreement)


def _end_page(agreement: int, form: EndForm) -> str:
    with reading() as session:
        found = service.find(session, agreement)
        return render_template(
            "agreements/end.html", agreement=found, sentence=agreement_sentence(found), form=form
        )


def _ended(*, held: bool) -> str:
    if held:
        return str(gettext("The agreement has got its last day."))
    return str(gettext("The agreement is deleted: it never came to hold."))
