"""Forms about one day: what it is about, who is on, which interpreter it needs."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from core.db.tenancy import DistrictSession
from core.schedules.assignments import choices
from core.schedules.interpreters import MOST_LETTERS
from core.schedules.models import Activity
from core.schedules.single_days import MOST_IN_TITLE
from core.web.duty import roles_of
from core.web.forms import strip
from core.web.here import access, here


class TitleForm(FlaskForm):  # type: ignore[misc]
    """What a day is about."""

    title = StringField(
        lazy_gettext("What the day is about"),
        [Length(max=MOST_IN_TITLE)],
        filters=[strip],
        description=lazy_gettext(
            "Residents see it, so name nobody. For example the theme of a gathering."
        ),
    )


class OnDutyForm(FlaskForm):  # type: ignore[misc]
    """Somebody more on a day."""

    person = SelectField(
        lazy_gettext("Person"), [InputRequired(lazy_gettext("Choose somebody."))], coerce=str
    )
    role = SelectField(lazy_gettext("Role"))


class InterpreterForm(FlaskForm):  # type: ignore[misc]
    """An interpreter a day needs."""

    language = StringField(
        lazy_gettext("Language"),
        [InputRequired(lazy_gettext("Write which language.")), Length(max=MOST_LETTERS)],
        filters=[strip],
    )
    ordered = BooleanField(lazy_gettext("The interpreter is ordered"))


def on_duty_form(session: DistrictSession, activity: Activity, **given: Any) -> OnDutyForm:
    """The form with the people and roles this actor may choose."""
    form = OnDutyForm(**given)
    people = [(str(one), name) for one, name in choices(session, access(), here().now)]
    form.person.choices = [("", lazy_gettext("Choose somebody")), *people]
    form.role.choices = list(roles_of(activity).items())
    return form
