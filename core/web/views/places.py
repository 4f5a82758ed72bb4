"""Places: property, house, floor, room."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.bookings import new_rooms, place_rules
from core.bookings import uses as booked
from core.db.tenancy import DistrictSession
from core.places import service
from core.places.details import Details
from core.places.models import Place
from core.problems import NotFound, Refused
from core.schedules import uses
from core.web.booking_desk import desk
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_bookings import BookingForm, booking_form
from core.web.forms_places import PlaceForm, new_place_form, place_form, read_place
from core.web.here import access, here, reading, writing
from core.web.languages import translated
from core.web.rule_lines import rule_lines
from core.web.weekdays import hours_in_words

bp = Blueprint("places", __name__, url_prefix="/places")
_ASKS = (uses.of_place, booked.of_place)
_HELD = (booked.of_place_held, uses.of_place)
_BOOKED = (booked.in_room,)
_SHARED, _ALONG = (new_rooms.shared_in,), (new_rooms.taken_along,)
Answer = str | Response | tuple[str, int]


@bp.get("")
@requires(Permission.PLACES_SEE)
def index() -> str:
    """The tree; archived places below it."""
    with reading() as session:
        nodes = service.tree(session)
        return render_template(
            "places/index.html",
            nodes=[node for node in nodes if node.place.archived_at is None],
            archived=[node for node in nodes if node.place.archived_at is not None],
            names={node.place.id: node.place.name for node in nodes},
            hours_in_words=hours_in_words,
        )


@bp.get("/new")
@requires(Permission.PLACES_EDIT)
def new() -> str:
    """The form for a new place."""
    with reading() as session:
        return _form(new_place_form(service.tree(session)), None)


@bp.post("/new")
@requires(Permission.PLACES_EDIT)
def create() -> Answer:
    """Save a new place."""
    with reading() as session:
        form = new_place_form(service.tree(session))
    details = read_place(form)
    if details is not None:
        try:
            with writing() as session:
                address = form.once(session, lambda: _create(session, details))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("%(name)s is saved.", name=details.name), "success")
            return redirect(address)
    return _form(form, None), 422


@bp.get("/<place>")
@requires(Permission.PLACES_SEE)
def show(place: str) -> str:
    """One place: what it is, what lies in it, what uses it."""
    return _show(place)


@bp.get("/<place>/edit")
@requires(Permission.PLACES_EDIT)
def edit(place: str) -> str:
    """The form with what the place is."""
    with reading() as session:
        found = service.find(session, place)
        return _form(place_form(service.tree(session), found), found)


@bp.post("/<place>/edit")
@requires(Permission.PLACES_EDIT)
def save(place: str) -> Answer:
    """Save what was changed."""
    with reading() as session:
        found = service.find(session, place)
        form = place_form(service.tree(session), found)
    details = read_place(form)
    if details is not None:
        try:
            with writing() as session:
                service.edit(session, access(), place, details, _BOOKED, here().now)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("%(name)s is saved.", name=details.name), "success")
            return redirect(url_for("places.show", place=place))
    return _form(form, found), 422


@bp.post("/<place>/archive")
@requires(Permission.PLACES_EDIT)
def archive(place: str) -> Answer:
    """Take a place out of use, or say what uses it."""
    try:
        with writing() as session:
            name = service.archive(session, access(), place, _HELD, here().now).name
    except Refused as refusal:
        return _refused(place, refusal)
    flash(gettext("%(name)s is archived. Its history stays.", name=name), "success")
    return redirect(url_for("places.index"))


@bp.post("/<place>/restore")
@requires(Permission.PLACES_EDIT)
def restore(place: str) -> Answer:
    """Take a place into use again."""
    try:
        with writing() as session:
            name = service.restore(session, access(), place, here().now).name
    except Refused as refusal:
        return _refused(place, refusal)
    flash(gettext("%(name)s is in use again.", name=name), "success")
    return redirect(url_for("places.show", place=place))


@bp.get("/<place>/delete")
@requires(Permission.PLACES_EDIT)
def ask_delete(place: str) -> str:
    """What goes and what stays, before a place is deleted."""
    with reading() as session:
        return render_template("places/delete.html", place=service.find(session, place))


@bp.post("/<place>/delete")
@requires(Permission.PLACES_EDIT)
def delete(place: str) -> Answer:
    """Delete a place that was never used, or say what has used it."""
    try:
        with writing() as session:
            name = service.remove(session, access(), place, _ASKS, here().now)
    except Refused as refusal:
        return _refused(place, refusal)
    flash(gettext("%(name)s is deleted.", name=name), "success")
    return redirect(url_for("places.index"))


def _form(form: PlaceForm, place: Place | None) -> str:
    return render_template("places/form.html", form=form, place=place)


def _create(session: DistrictSession, details: Details) -> str:
    made = service.create(session, access(), details, _SHARED, _ALONG, here().now)
    return url_for("places.show", place=made.slug)


def _refused(place: str, refusal: Refused) -> Answer:
    return _show(place, translated(refusal.message, refusal.values)), 409


def _show(slug: str, refused: str | None = None) -> str:
    offered = desk().offered
    with reading() as session:
        nodes = service.tree(session)
        node = next((node for node in nodes if node.place.slug == slug), None)
        if node is None:
            raise NotFound
        return render_template(
            "places/show.html",
            place=node.place,
            parent=next((n.place for n in nodes if n.place.id == node.place.parent_id), None),
            children=[n.place for n in nodes if n.place.parent_id == node.place.id],
            hours=hours_in_words(node.hours),
            uses=service.uses(session, node.place, _ASKS, here().now),
            refused=refused,
            rules=rule_lines(session, node.place, [*place_rules.listed(session), *offered.rules]),
            silent=[one.title for one in offered.broken],
            form=_what_if(session, node.place),
        )


def _what_if(session: DistrictSession, place: Place) -> BookingForm | None:
    """The box to try a request in, for those who may book, where there is something to book."""
    if place.archived_at is not None or not access().may(Permission.BOOK):
        return None
    form = booking_form(session, {"place": place.slug})
    return form if form.activity.choices else None
