"""The form for a place."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from core.places.details import Details, read_equipment, written_equipment
from core.places.hours import WEEKDAYS, Hours, field_of, read_day, written
from core.places.models import Place
from core.places.service import Node
from core.problems import Refused
from core.web.choices import Choices
from core.web.forms import PressForm, show_refusal, strip
from core.web.forms_kept import KeptForm
from core.web.weekdays import weekday_label

NO_PARENT = ""


class PlaceForm(KeptForm):
    """A property, a house, a floor or a room."""

    name = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Write what people call the place."))],
        filters=[strip],
    )
    parent = SelectField(
        lazy_gettext("Lies in"),
        [Optional()],
        description=lazy_gettext("A room lies in a house, a house on a property."),
    )
    address = StringField(lazy_gettext("Street address"), filters=[strip])
    capacity = IntegerField(
        lazy_gettext("Room for how many people"),
        [
            Optional(),
            NumberRange(
                1,
                message=lazy_gettext("Write how many people there is room for, or leave it empty."),
            ),
        ],
        description=lazy_gettext("Leave it empty if you do not know."),
    )
    lanes = IntegerField(
        lazy_gettext("Groups at once"),
        [
            InputRequired(lazy_gettext("Write 1 if one group has the place to itself.")),
            NumberRange(
                1,
                message=lazy_gettext(
                    "At least one group must be able to use the place. Write 1 or more."
                ),
            ),
        ],
        default=1,
        description=lazy_gettext(
            "How many groups can use the place at the same time. For most places it is 1."
        ),
    )
    equipment = StringField(
        lazy_gettext("Equipment"),
        description=lazy_gettext("With commas between, for example: kitchen, toys, projector."),
    )
    day_0 = StringField(weekday_label(0))
    day_1 = StringField(weekday_label(1))
    day_2 = StringField(weekday_label(2))
    day_3 = StringField(weekday_label(3))
    day_4 = StringField(weekday_label(4))
    day_5 = StringField(weekday_label(5))
    day_6 = StringField(weekday_label(6))


class NewPlaceForm(PlaceForm, PressForm):
    """One more, and not two at a second tap."""


def new_place_form(nodes: Iterable[Node]) -> NewPlaceForm:
    """The form of a new place, with what was typed."""
    form = NewPlaceForm()
    form.parent.choices = _choices(list(nodes), None)
    return form


def place_form(nodes: Iterable[Node], place: Place) -> PlaceForm:
    """The form with what was typed, else with what the place is; parents that are in use."""
    nodes = list(nodes)
    form = PlaceForm(data=_kept(nodes, place))
    form.parent.choices = _choices(nodes, place)
    return form


def read_place(form: PlaceForm) -> Details | None:
    """What was typed; None when something cannot be read, and the form says what."""
    form.validate()
    hours: list[Hours] = []
    equipment: tuple[str, ...] = ()
    for weekday in WEEKDAYS:
        try:
            hours += read_day(weekday, form[field_of(weekday)].data or "")
        except Refused as refusal:
            show_refusal(form, refusal)
    try:
        equipment = read_equipment(form.equipment.data or "")
    except Refused as refusal:
        show_refusal(form, refusal)
    if form.errors:
        return None
    return Details(
        name=form.name.data or "",
        parent=form.parent.data or None,
        address=form.address.data,
        capacity=form.capacity.data,
        lanes=form.lanes.data or 0,
        equipment=equipment,
        hours=tuple(hours),
    )


def _kept(nodes: list[Node], place: Place) -> dict[str, object]:
    slugs = {node.place.id: node.place.slug for node in nodes}
    hours = next(node.hours for node in nodes if node.place.id == place.id)
    return {
        "name": place.name,
        "parent": slugs.get(place.parent_id or 0, NO_PARENT),
        "address": place.address,
        "capacity": place.capacity,
        "lanes": place.lanes,
        "equipment": written_equipment(place.equipment),
        **{field_of(weekday): written(hours, weekday) for weekday in WEEKDAYS},
    }


def _choices(nodes: list[Node], place: Place | None) -> Choices:
    """Nothing; places in use but this one; while it stays there, the one it lies in."""
    kept = place.parent_id if place else None
    parents = [
        (node.place.slug, "\u2003" * node.depth + node.place.name)
        for node in nodes
        if (node.place.archived_at is None or node.place.id == kept)
        and (place is None or node.place.id != place.id)
    ]
    return [(NO_PARENT, lazy_gettext("Nothing: it is at the top")), *parents]
