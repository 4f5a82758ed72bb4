"""The network's forms. What is written is short."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from core.web.forms import DayField, PressForm, strip
from plugins.kvinnenettverk.gatherings import LINES, MOST_LETTERS, Lines
from plugins.kvinnenettverk.group import MOST_LETTERS as MOST_IN_LINE
from plugins.kvinnenettverk.models import GatheringNote
from plugins.kvinnenettverk.words import gettext, lazy_gettext

_NEEDED = InputRequired(lazy_gettext("Write something here."))
_DAY = InputRequired(lazy_gettext("Choose a day."))
_LINE = Length(max=MOST_IN_LINE, message=lazy_gettext("Write it in at most 200 letters."))
_TEXT = Length(max=MOST_LETTERS, message=lazy_gettext("Write it in at most 500 letters."))


class ReflectionForm(FlaskForm):  # type: ignore[misc]
    """Three lines after a gathering, and each as the writer was shown it."""

    went_well = TextAreaField(lazy_gettext("What went well?"), [_TEXT], filters=[strip])
    to_change = TextAreaField(lazy_gettext("What would we change?"), [_TEXT], filters=[strip])
    next_time = TextAreaField(lazy_gettext("What do we do next time?"), [_TEXT], filters=[strip])
    seen_went_well = HiddenField(filters=[strip])
    seen_to_change = HiddenField(filters=[strip])
    seen_next_time = HiddenField(filters=[strip])

    @classmethod
    def of(cls, note: GatheringNote | None) -> "ReflectionForm":
        """With what is kept."""
        kept = {f"seen_{name}": getattr(note, name, None) for name in LINES}
        return cls(formdata=None, obj=note, data=kept)

    def lines(self, prefix: str = "") -> Lines:
        """What was typed, by line; with "seen_", what the writer was shown."""
        return {name: self[prefix + name].data for name in LINES}

    def show_beside(self, note: GatheringNote | None) -> None:
        """Show what somebody else wrote meanwhile: instead of what was left, beside what was not.

        Sent again, the form knows of it, and what was typed is kept.
        """
        for name, seen in self.lines("seen_").items():
            line, kept = self[name], getattr(note, name, None)
            if line.data == seen:
                line.data = kept
            elif kept not in (seen, line.data):
                line.errors = [*line.errors, gettext("Written meanwhile: %(text)s", text=kept)]
            self[f"seen_{name}"].data = kept


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


class MeetingForm(PressForm):
    """A meeting of the group."""

    day = DayField(lazy_gettext("Day"), [_DAY])
    starts = TimeField(
        lazy_gettext("Starts"), [InputRequired(lazy_gettext("Write a time of day."))]
    )
    agenda = StringField(lazy_gettext("What it is about"), [_LINE], filters=[strip])
