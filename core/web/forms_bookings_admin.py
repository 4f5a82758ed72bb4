"""Forms for standing agreements."""

from datetime import date

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, TimeField
from wtforms.validators import InputRequired, NumberRange, Optional

from core.bookings.agreements import MOST_DAYS, AgreementDetails
from core.bookings.facts import AgreementFacts
from core.db.tenancy import DistrictSession
from core.places import service as places
from core.text import Text
from core.web.choices import organisation_choices, place_choices, weekday_choices
from core.web.forms import DayField
from core.web.forms_kept import KeptForm


def _days(label: Text, default: int, description: Text) -> IntegerField:
    text = lazy_gettext("Write a number of days from 0 to %(n)s.", n=MOST_DAYS)
    return IntegerField(
        label,
        [InputRequired(text), NumberRange(0, MOST_DAYS, text)],
        default=default,
        description=description,
    )


class AgreementForm(KeptForm):
    """Whose a place is, when, and when others may have it."""

    organisation = SelectField(lazy_gettext("Who has the first right"), [InputRequired()])
    place = SelectField(lazy_gettext("Place"), [InputRequired()])
    weekday = SelectField(lazy_gettext("Weekday"), coerce=int, choices=weekday_choices)
    starts = TimeField(lazy_gettext("From"), [InputRequired(lazy_gettext("Write a time."))])
    ends = TimeField(lazy_gettext("To"), [InputRequired(lazy_gettext("Write a time."))])
    first = DayField(lazy_gettext("First day"), [InputRequired(lazy_gettext("Write a date."))])
    last = DayField(
        lazy_gettext("Last day"),
        [Optional()],
        description=lazy_gettext("Leave it empty if it holds until further notice."),
    )
    release_days = _days(
        lazy_gettext("Free for others, days before"),
        14,
        lazy_gettext("When so many days or fewer are left, others may book the time."),
    )
    notice_days = _days(
        lazy_gettext("Taken back, days before"),
        7,
        lazy_gettext("So long before, at least, the holder may take back what others booked."),
    )

    def details(self) -> AgreementDetails:
        """What was typed, once it is valid."""
        if self.starts.data is None or self.ends.data is None or self.first.data is None:
            raise ValueError("the form has not been validated")
        return AgreementDetails(
            self.organisation.data,
            self.place.data,
            self.weekday.data,
            self.starts.data,
            self.ends.data,
            self.first.data,
            self.last.data,
            self.release_days.data or 0,
            self.notice_days.data or 0,
        )


class EndForm(FlaskForm):  # type: ignore[misc]
    """The last day of an agreement."""

    last = DayField(lazy_gettext("Last day"), [InputRequired(lazy_gettext("Write a date."))])

    def day(self) -> date:
        """What was typed, once it is valid."""
        if self.last.data is None:
            raise ValueError("the form has not been validated")
        return self.last.data


def agreement_form(
    session: DistrictSession,
    *,
    agreement: AgreementFacts | None = None,
    place: str | None = None,
    today: date,
) -> AgreementForm:
    """The form with what the agreement is; of a new one, from today in `place`."""
    form = AgreementForm(
        data={"place": place, "first": today} if agreement is None else _kept(session, agreement)
    )
    form.organisation.choices = organisation_choices(
        session, agreement.organisation.id if agreement else None
    )
    form.place.choices = place_choices(session, agreement.place_id if agreement else None)
    return form


def _kept(session: DistrictSession, agreement: AgreementFacts) -> dict[str, object]:
    slugs = {node.place.id: node.place.slug for node in places.tree(session)}
    return {
        "organisation": agreement.organisation.slug,
        "place": slugs[agreement.place_id],
        "weekday": agreement.weekday,
        "starts": agreement.starts,
        "ends": agreement.ends,
        "first": agreement.first,
        "last": agreement.last,
        "release_days": agreement.release_days,
        "notice_days": agreement.notice_days,
    }
