"""The forms for users and their roles."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from core.accounts.members import GIVABLE, Held
from core.accounts.roles import Role
from core.people.organisations import Listed
from core.text import Text
from core.web.forms import strip

_WHAT: Mapping[Role, Text] = {
    Role.DISTRICT_ADMIN: lazy_gettext(
        "District administrator: everything in this district, for all organisations"
    ),
    Role.LEADER: lazy_gettext(
        "Leader: plans, counts, corrects and reports for one organisation, and keeps its people"
    ),
    Role.STAFF: lazy_gettext(
        "Employee: sees the calendar, and counts for the activities they are on"
    ),
    Role.COUNTER: lazy_gettext(
        "Volunteer on duty: counts for one organisation, today and 48 hours back"
    ),
    Role.VIEWER: lazy_gettext("Reader: sees figures and the calendar"),
}


class RoleForm(FlaskForm):  # type: ignore[misc]
    """A role and, for leaders and volunteers, its organisation."""

    role = RadioField(
        lazy_gettext("Role"),
        [InputRequired(lazy_gettext("Choose a role."))],
    )
    organisation = SelectField(
        lazy_gettext("Organisation"),
        [Optional()],
        description=lazy_gettext("Leaders and volunteers always have one."),
    )

    @property
    def organisation_id(self) -> int | None:
        """The organisation that was chosen."""
        return int(self.organisation.data) if self.organisation.data else None


class NewUserForm(RoleForm):
    """Somebody who shall sign in, and their first role."""

    name = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Write the person's name."))],
        filters=[strip],
    )
    email = EmailField(
        lazy_gettext("E-mail"),
        [InputRequired(lazy_gettext("Write the person's e-mail."))],
        filters=[strip],
    )
    password = PasswordField(
        lazy_gettext("Password"),
        description=lazy_gettext("Leave it empty, and we make one and show it to you once."),
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A new password for somebody else."""

    password = PasswordField(
        lazy_gettext("New password"),
        description=lazy_gettext("Leave it empty, and we make one and show it to you once."),
    )


def with_choices(form: RoleForm, organisations: Iterable[Listed]) -> RoleForm:
    """The form with the roles that can be given, and the organisations that are in use."""
    form.role.choices = [(role.value, _WHAT[role]) for role in GIVABLE]
    form.organisation.choices = [("", gettext("The whole district"))] + [
        (str(row.organisation.id), "\u2003" * row.depth + row.organisation.name)
        for row in organisations
        if row.archived_at is None
    ]
    return form


def kept(role: Held) -> dict[str, str]:
    """A role as the form shows it."""
    return {"role": role.role.value, "organisation": str(role.organisation_id or "")}
