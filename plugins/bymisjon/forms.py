"""The forms of the stand's pages."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, validators

from core.web.forms import PressForm, strip
from core.web.typing_form import SeenForm, WholeNumber
from plugins.bymisjon.words import lazy_gettext

_TEXT = (validators.Optional(), validators.Length(max=300))


_CONTACTS, _FLYERS = lazy_gettext("People reached"), lazy_gettext("Flyers handed out")


class LogForm(PressForm):
    """One line of the log."""

    contacts = WholeNumber(_CONTACTS)
    flyers = WholeNumber(_FLYERS)
    note = StringField(lazy_gettext("Note"), _TEXT, filters=[strip])
    stand = BooleanField(lazy_gettext("There was a family day this week"))


class CorrectForm(SeenForm):
    """What the week's numbers should be, and why."""

    contacts = WholeNumber(_CONTACTS, id="fix-contacts")
    flyers = WholeNumber(_FLYERS, id="fix-flyers")
    reason = StringField(lazy_gettext("Why is it corrected?"), _TEXT, filters=[strip])


class OfferForm(FlaskForm):  # type: ignore[misc]
    """An offer to show at a stand."""

    offer = SelectField(lazy_gettext("One of the district's offers"), validate_choice=False)
    text = StringField(lazy_gettext("Or another offer"), [validators.Optional()], filters=[strip])


class ThingForm(PressForm):
    """More of something came, or somebody counted what is left."""

    name = StringField(lazy_gettext("What is it?"), filters=[strip])
    n = WholeNumber(lazy_gettext("How many"))
    reason = StringField(lazy_gettext("Why is it corrected?"), _TEXT, filters=[strip])
