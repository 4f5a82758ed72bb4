"""The network's forms. What is written is short."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from core.web.forms import DayField, strip
from plugins.kvinnenettverk.gatherings import MOST_LETTERS
from plugins.kvinnenettverk.group import MOST_LETTERS as MOST_IN_LINE
from plugins.kvinnenettverk.words import lazy_gettext

_NEEDED = InputRequired(lazy_gettext("Write something here."))
_DAY = InputRequired(lazy_gettext("Choose a day."))
_LINE = Length(max=MOST_IN_LINE, message=lazy_gettext("Write it in at most 200 letters."))
_TEXT = Length(max=MOST_LETTERS, message=lazy_gettext("Write it in at most 500 letters."))


class ReflectionForm(FlaskForm):  # type: ignore[misc]
    """Three lines after a gathering."""

    went_well = TextAreaField(lazy_gettext("What went well?"), [_TEXT], filters=[strip])
    to_change = TextAreaField(lazy_gettext("What would we change?"), [_TEXT], filters=[strip])
    next_time = TextAreaField(lazy_gettext("What do we do next time?"), [_TEXT], filters=[strip])


class MemberForm(FlaskForm):  # type: ignore[misc]
    """Somebody in the group."""

    person = SelectField(lazy_gettext("Person"), coerce=int)
    comes_from = StringField(
        lazy_gettext("Where they come from"),
        [_NEEDED, _LINE],
        filters=[strip],
        description=lazy_gettext("As NAV, the police or the district."),
    )
    role = StringField(lazy_gettext("Their part in the group"), [_NEEDED, _LINE], filters=[strip])
    external = BooleanField(lazy_gettext("Works outside the district"))
    until = DayField(lazy_gettext("Until when"), [Optional()])


class MeetingForm(FlaskForm):  # type: ignore[misc]
    """A meeting of the group."""

    day = DayField(lazy_gettext("Day"), [_DAY])
    starts = TimeField(
        lazy_gettext("Starts"), [InputRequired(lazy_gettext("Write a time of day."))]
    )
    agenda = StringField(lazy_gettext("What it is about"), [_LINE], filters=[strip])
