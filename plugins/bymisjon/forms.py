"""The forms of the stand's pages."""

from typing import Any
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, validators

from core.web.forms import strip
from core.web.typing_form import WholeNumber
from plugins.bymisjon.words import lazy_gettext

_TEXT = (validators.Optional(), validators.Length(max=300))


class Pressed(FlaskForm):  # type: ignore[misc]
    """A form that counts once, however often it is sent."""

    press = HiddenField(validators=[validators.UUID()])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.press.data = self.press.data or str(uuid4())

    def pressed(self) -> UUID:
        """Which press this is, once the form is valid."""
        return UUID(str(self.press.data))


class LogForm(Pressed):
    """One line of the log."""

    contacts = WholeNumber(lazy_gettext("People reached"))
    flyers = WholeNumber(lazy_gettext("Flyers handed out"))
    note = StringField(lazy_gettext("Note"), _TEXT, filters=[strip])
    stand = BooleanField(lazy_gettext("There was a family day this week"))


class CorrectForm(Pressed):
    """What the week's numbers should be, and why."""

    contacts = WholeNumber(lazy_gettext("People reached"))
    flyers = WholeNumber(lazy_gettext("Flyers handed out"))
    reason = StringField(lazy_gettext("Why is it corrected?"), _TEXT, filters=[strip])


class OfferForm(FlaskForm):  # type: ignore[misc]
    """An offer to show at a stand."""

    offer = SelectField(lazy_gettext("One of the district's offers"), validate_choice=False)
    text = StringField(lazy_gettext("Or another offer"), [validators.Optional()], filters=[strip])


class ThingForm(Pressed):
    """More of something came, or somebody counted what is left."""

    name = StringField(lazy_gettext("What is it?"), filters=[strip])
    n = WholeNumber(lazy_gettext("How many"))
    reason = StringField(lazy_gettext("Why is it corrected?"), _TEXT, filters=[strip])
