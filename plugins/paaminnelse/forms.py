"""The form of those who type it in for somebody."""

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField

from plugins.paaminnelse.words import lazy_gettext


class ReminderForm(FlaskForm):  # type: ignore[misc]
    """A day and an address. What is wrong with them the service says."""

    day = SelectField(lazy_gettext("Day"), coerce=int, validate_choice=False)
    email = EmailField(lazy_gettext("E-mail"))
