"""Forms for slips and for those who wait."""

from datetime import timedelta

from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired

from core.calendar.counting_year import month
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.web.choices import Choices, place_choices
from core.web.forms import PressForm
from core.web.here import here
from plugins.apen_barnehage.slips import SlipKind
from plugins.apen_barnehage.words import lazy_gettext, month_words


def _kinds() -> Choices:
    return [
        (SlipKind.PRINTED.value, lazy_gettext("Printed")),
        (SlipKind.GIVEN.value, lazy_gettext("Given out")),
    ]


class SlipForm(PressForm):
    """How many slips were printed or given out."""

    place = SelectField(lazy_gettext("Place"))
    month = SelectField(lazy_gettext("Month"))
    kind = RadioField(
        lazy_gettext("What was done"),
        choices=_kinds,
        default=SlipKind.GIVEN.value,
    )
    n = IntegerField(
        lazy_gettext("How many"),
        [InputRequired(lazy_gettext("Write how many."))],
        description=lazy_gettext("Written too many? Take them back with a minus: −2."),
    )


class PlaceForm(PressForm):
    """Where there was no room. The page has another field for a place, so this has its own id."""

    place = SelectField(lazy_gettext("Place"), id="waiting-place")


def slip_form(session: DistrictSession, usual: str | None) -> SlipForm:
    """The form, with the places in use and the months near today."""
    form = SlipForm(data={"place": usual} if usual else None)
    form.place.choices = place_choices(session)
    form.month.choices = _months()
    return form


def place_form(session: DistrictSession, usual: str | None) -> PlaceForm:
    """The form, beginning with the usual place."""
    form = PlaceForm(data={"place": usual} if usual else None)
    form.place.choices = place_choices(session)
    return form


def _months() -> Choices:
    """This month first, then the next and the two before."""
    this = month(local_date(here().now))
    before = this.previous_month()
    following = month(this.last + timedelta(days=1))
    found = [this, following, before, before.previous_month()]
    return [(f"{one.first:%Y-%m}", month_words(one.first)) for one in found]
