"""Forms for activities and their days."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.accounts.roles import Permission
from core.db.tenancy import DistrictSession
from core.people import organisations
from core.places import service as places
from core.schedules.hours import Hours
from core.schedules.models import Activity, ActivityKind, NoteKind
from core.schedules.service import ActivityDetails
from core.schedules.single_days import MOST_IN_TITLE
from core.schedules.tags import chosen
from core.web.choices import Choices, tag_choices, weekday_choices
from core.web.forms import DayField, PressForm, strip
from core.web.forms_kept import KeptForm
from core.web.here import access, here, platform

_NONE = ""


def _activity_kinds() -> Choices:
    return [
        (ActivityKind.DROP_IN.value, lazy_gettext("Open to whoever comes")),
        (ActivityKind.SERIES.value, lazy_gettext("A series for one group")),
        (ActivityKind.SINGLE.value, lazy_gettext("Once")),
    ]


def _note_kinds() -> Choices:
    return [
        (NoteKind.SCHOOL_FREE.value, lazy_gettext("School-free days")),
        (NoteKind.NOTE.value, lazy_gettext("Something to keep in mind")),
    ]


def _marks() -> Choices:
    return [(tag, str(word).capitalize()) for tag, word in tag_choices()]


class Checkboxes(SelectMultipleField):
    """Several choices, each a checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ActivityForm(FlaskForm):  # type: ignore[misc]
    """The three fields of a new activity."""

    name = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Write what people call the activity.")), Length(max=80)],
        filters=[strip],
    )
    organisation = SelectField(lazy_gettext("Who runs it"), coerce=int)
    kind = RadioField(
        lazy_gettext("What it is"), choices=_activity_kinds, default=ActivityKind.DROP_IN.value
    )


class NewActivityForm(ActivityForm, PressForm):
    """One more, and not two at a second tap."""


class EditForm(KeptForm, ActivityForm):
    """A known activity: where it is, what residents are told, and the plugin that serves it."""

    place = SelectField(lazy_gettext("Usual place"))
    description = TextAreaField(
        lazy_gettext("For residents"),
        [Length(max=500)],
        filters=[strip],
        description=lazy_gettext("What it is, in plain words. At most 500 letters."),
    )
    audience = StringField(
        lazy_gettext("For whom"),
        [Length(max=120)],
        filters=[strip],
        description=lazy_gettext("For example: families with children of 0–10 months."),
    )
    tags = Checkboxes(
        lazy_gettext("What neighbours in the house need to know"),
        choices=_marks,
        description=lazy_gettext("The rules of a house keep apart what does not go together."),
    )
    plugin = SelectField(lazy_gettext("Plugin"))


class HoursForm(FlaskForm):  # type: ignore[misc]
    """Local times and a place."""

    starts = TimeField(lazy_gettext("Opens"), [InputRequired(lazy_gettext("Write a time."))])
    ends = TimeField(lazy_gettext("Closes"), [InputRequired(lazy_gettext("Write a time."))])
    place = SelectField(lazy_gettext("Place"))

    def hours(self) -> Hours:
        """What was typed, once it is valid."""
        if self.starts.data is None or self.ends.data is None:
            raise ValueError("the form has not been validated")
        return Hours(self.starts.data, self.ends.data)


class DayForm(HoursForm):
    """One day."""

    day = DayField(lazy_gettext("Date"), [InputRequired(lazy_gettext("Write a date."))])


class NewDayForm(DayForm):
    """One more day, and what it is about."""

    title = StringField(
        lazy_gettext("What the day is about"),
        [Length(max=MOST_IN_TITLE)],
        filters=[strip],
        description=lazy_gettext(
            "Residents see it, so name nobody. For example the theme of a gathering."
        ),
    )


class PlanForm(HoursForm):
    """Chosen weekdays through a season."""

    weekdays = Checkboxes(
        lazy_gettext("Weekdays"),
        [InputRequired(lazy_gettext("Choose at least one weekday."))],
        coerce=int,
        choices=weekday_choices,
    )
    first = DayField(lazy_gettext("First day"), [InputRequired(lazy_gettext("Write a date."))])
    last = DayField(lazy_gettext("Last day"), [InputRequired(lazy_gettext("Write a date."))])


class NoteForm(FlaskForm):  # type: ignore[misc]
    """School-free days, or days that matter to people."""

    name = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Write what the days are called.")), Length(max=80)],
        filters=[strip],
    )
    kind = RadioField(
        lazy_gettext("What it is"),
        choices=_note_kinds,
        default=NoteKind.SCHOOL_FREE.value,
    )
    first = DayField(lazy_gettext("First day"), [InputRequired(lazy_gettext("Write a date."))])
    last = DayField(lazy_gettext("Last day"), [InputRequired(lazy_gettext("Write a date."))])


class NewNoteForm(NoteForm, PressForm):
    """One more, and not two at a second tap."""


class EditNoteForm(KeptForm, NoteForm):
    """Those that are kept."""


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why a day is closed or cancelled."""

    reason = StringField(
        lazy_gettext("Why?"),
        [InputRequired(lazy_gettext("Write why.")), Length(max=300)],
        filters=[strip],
        description=lazy_gettext("Residents read it, so name nobody. For example: no heating."),
    )


def new_form(session: DistrictSession) -> NewActivityForm:
    """The form of a new activity, with the organisations this person may make one for."""
    form = NewActivityForm()
    form.organisation.choices = _organisations(session)
    return form


def edit_form(session: DistrictSession, activity: Activity) -> EditForm:
    """The form with what the activity is."""
    form = EditForm(
        data={
            "name": activity.name,
            "organisation": activity.organisation_id,
            "kind": activity.kind,
            "place": str(activity.place_id or _NONE),
            "description": activity.description,
            "audience": activity.audience,
            "tags": chosen(activity.tags),
            "plugin": activity.plugin or _NONE,
        }
    )
    form.organisation.choices = _organisations(session)
    form.place.choices = place_choices(session)
    host = platform().host
    form.plugin.choices = [
        (_NONE, lazy_gettext("None")),
        *((name, str(host.manifest(name).title)) for name in sorted(here().enabled)),
    ]
    if activity.plugin and activity.plugin not in here().enabled:
        form.plugin.choices.append((activity.plugin, activity.plugin))
    return form


def details_of(form: ActivityForm) -> ActivityDetails:
    """What was typed, of either form."""
    place = form.place.data if isinstance(form, EditForm) else None
    return ActivityDetails(
        name=form.name.data or "",
        organisation_id=form.organisation.data,
        kind=ActivityKind(form.kind.data),
        place_id=int(place) if place else None,
        plugin=(form.plugin.data or None) if isinstance(form, EditForm) else None,
        description=form.description.data if isinstance(form, EditForm) else None,
        audience=form.audience.data if isinstance(form, EditForm) else None,
        tags=tuple(form.tags.data or ()) if isinstance(form, EditForm) else (),
    )


def place_choices(session: DistrictSession) -> Choices:
    """Places in use, indented as they lie in one another; none is a choice, too."""
    nodes = [node for node in places.tree(session) if node.place.archived_at is None]
    indented = [(str(n.place.id), "\u2003" * n.depth + n.place.name) for n in nodes]
    return [(_NONE, lazy_gettext("No place")), *indented]


def place_id_of(form: HoursForm) -> int | None:
    """The chosen place's id."""
    return int(form.place.data) if form.place.data else None


def dates_of(form: PlanForm) -> tuple[Iterable[int], date, date]:
    """Weekdays, first and last day, once the form is valid."""
    if form.first.data is None or form.last.data is None:
        raise ValueError("the form has not been validated")
    return form.weekdays.data or (), form.first.data, form.last.data


def _organisations(session: DistrictSession) -> Choices:
    return [
        (one.organisation.id, one.organisation.name)
        for one in organisations.listed(session)
        if one.archived_at is None and access().may(Permission.ACTIVITY_EDIT, one.organisation.id)
    ]
