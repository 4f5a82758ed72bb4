"""Forms for asking for a place."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta

from flask import request
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from core.accounts.roles import Permission, Role
from core.bookings.service import MOST_PEOPLE, MOST_VOLUNTEERS, Wanted
from core.calendar.days import read_date
from core.calendar.zones import OSLO
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.days import staff_activities
from core.schedules.hours import Hours
from core.schedules.models import Activity
from core.schedules.service import activities
from core.web.choices import place_choices
from core.web.forms import DayField, PressForm, strip
from core.web.here import access

_WEEK = timedelta(weeks=1)
_MOST_WEEKS = 60
_READ: Mapping[str, Callable[[str], object]] = {
    "day": read_date,
    "until": read_date,
    "starts": time.fromisoformat,
    "ends": time.fromisoformat,
    "people": int,
    "volunteers": int,
}


class BookingForm(PressForm):
    """One time in one place; with a last day, the same time every week until then."""

    activity = SelectField(lazy_gettext("Activity"), [InputRequired()])
    place = SelectField(lazy_gettext("Place"), [InputRequired()])
    day = DayField(lazy_gettext("Date"), [InputRequired(lazy_gettext("Write a date."))])
    starts = TimeField(lazy_gettext("From"), [InputRequired(lazy_gettext("Write a time."))])
    ends = TimeField(lazy_gettext("To"), [InputRequired(lazy_gettext("Write a time."))])
    people = IntegerField(
        lazy_gettext("People expected"),
        [MayBeEmpty(), NumberRange(1, MOST_PEOPLE, lazy_gettext("Write a number above 0."))],
    )
    volunteers = IntegerField(
        lazy_gettext("On duty"),
        [MayBeEmpty(), NumberRange(0, MOST_VOLUNTEERS, lazy_gettext("Write a number."))],
        description=lazy_gettext("Volunteers and employees."),
    )
    shared = BooleanField(lazy_gettext("Another group may use the room at the same time"))
    until = DayField(
        lazy_gettext("Every week until"),
        [MayBeEmpty()],
        description=lazy_gettext("Leave it empty to book one date."),
    )

    def wanted(self, day: date | None = None) -> Wanted:
        """What was typed, for that date. Raises Refused for a time that does not exist."""
        if self.starts.data is None or self.ends.data is None or self.day.data is None:
            raise ValueError("the form has not been validated")
        starts, ends = Hours(self.starts.data, self.ends.data).on(day or self.day.data)
        return Wanted(
            self.place.data,
            self.activity.data,
            starts,
            ends,
            shared=self.shared.data,
            people=self.people.data,
            volunteers=self.volunteers.data,
            displace=bool(request.form.get("displace")),
        )

    def dates(self) -> list[date]:
        """The date, or every week's. Raises Refused for a last day that cannot be."""
        first, last = self.day.data, self.until.data or self.day.data
        if first is None or last is None:
            raise ValueError("the form has not been validated")
        if last < first:
            raise Refused(N_("The last day is before the first."), field="until")
        weeks = (last - first) // _WEEK + 1
        if weeks > _MOST_WEEKS:
            raise Refused(N_("Book at most %(n)s weeks at a time."), field="until", n=_MOST_WEEKS)
        return [first + n * _WEEK for n in range(weeks)]


class CancelForm(FlaskForm):  # type: ignore[misc]
    """Why, for those who follow the calendar."""

    reason = StringField(
        lazy_gettext("Why?"),
        [Length(max=300)],
        filters=[strip],
        description=lazy_gettext("Whoever follows the calendar reads it, so name nobody."),
    )


def booking_form(session: DistrictSession, data: dict[str, object] | None = None) -> BookingForm:
    """The form with what this person may book; `data` is what to begin with."""
    form = BookingForm(data=data)
    form.activity.choices = [(row.slug, row.name) for row in _bookable(session)]
    form.place.choices = place_choices(session)
    return form


def typed_already(wanted: Wanted) -> dict[str, object]:
    """A request as the form shows it, local times."""
    starts, ends = wanted.starts.astimezone(OSLO), wanted.ends.astimezone(OSLO)
    return {
        "activity": wanted.activity,
        "place": wanted.place,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "people": wanted.people,
        "volunteers": wanted.volunteers,
        "shared": wanted.shared,
    }


def asked_for() -> dict[str, object]:
    """What the address asks to begin with; what cannot be read is left out."""
    found: dict[str, object] = {}
    for name in ("activity", "place"):
        if request.args.get(name):
            found[name] = request.args[name]
    for name, read in _READ.items():
        try:
            found[name] = read(request.args[name])
        except (KeyError, ValueError):
            continue
    if request.args.get("shared"):
        found["shared"] = True
    return found


def _bookable(session: DistrictSession) -> list[Activity]:
    mine = access()
    staff = staff_activities(session, mine)
    only_staff = mine.roles <= {Role.STAFF}
    return [
        row
        for row in activities(session)
        if mine.may(Permission.BOOK, row.organisation_id) and (not only_staff or row.id in staff)
    ]
