"""Forms about an offer and its days: who is responsible for it."""

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.schedules.ownership import MOST_LETTERS, Ownership, holders, names_of, ownership_of
from core.web.forms import DayField, strip
from core.web.forms_kept import KeptForm
from core.web.here import access

_NOBODY = ""


class OwnershipForm(KeptForm):
    """Who owns an offer, who steps in, and until when."""

    owner_role = StringField(
        lazy_gettext("Role that is responsible"),
        [Length(max=MOST_LETTERS)],
        filters=[strip],
        description=lazy_gettext(
            "A position that stays when people change, such as the diversity coordinator."
        ),
    )
    owner_id = SelectField(lazy_gettext("Who has that role now"))
    deputy_id = SelectField(lazy_gettext("Deputy"))
    continues_until = DayField(
        lazy_gettext("Goes on until"),
        [Optional()],
        description=lazy_gettext("The last day that is decided. Empty: no end is decided."),
    )
    review_on = DayField(
        lazy_gettext("Is looked at again"),
        [Optional()],
        description=lazy_gettext("The day you decide whether it goes on, changes or stops."),
    )

    def wanted(self) -> Ownership:
        """What was filled in."""
        return Ownership(
            self.owner_role.data,
            _id_of(self.owner_id),
            _id_of(self.deputy_id),
            self.continues_until.data,
            self.review_on.data,
        )


def ownership_form(session: DistrictSession, activity: Activity) -> OwnershipForm:
    """The form with what is written down; who is named stays a choice."""
    kept, named = ownership_of(activity), names_of(session, activity)
    form = OwnershipForm(
        data={
            "owner_role": kept.owner_role,
            "owner_id": str(kept.owner_id or _NOBODY),
            "deputy_id": str(kept.deputy_id or _NOBODY),
            "continues_until": kept.continues_until,
            "review_on": kept.review_on,
        }
    )
    known = {**named, **dict(holders(session, access(), activity))}
    people = [(str(one), name) for one, name in sorted(known.items(), key=lambda pair: pair[1])]
    form.owner_id.choices = [(_NOBODY, lazy_gettext("Not settled")), *people]
    form.deputy_id.choices = [(_NOBODY, lazy_gettext("Nobody")), *people]
    return form


def _id_of(field: SelectField) -> int | None:
    return int(field.data) if field.data else None
