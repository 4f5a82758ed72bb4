"""Whose accounts an actor may know by name: as with people, those of the organisations reached."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, select

from core.accounts.actors import Access
from core.accounts.models import RoleGrant, User
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation
from core.people.models import Person
from core.people.reach import reached
from core.people.service import visible


def people_of(session: DistrictSession, access: Access) -> ColumnElement[bool]:
    """A condition on roles: held in this district, for an organisation whose people the actor sees.

    A role in the whole district is one of the district's own organisation.
    """
    seen = reached(session, access)
    own = session.scalars(
        select(DistrictOrganisation.organisation_id).where(
            DistrictOrganisation.district_id == session.district_id,
            DistrictOrganisation.is_own.is_(True),
        )
    )
    known: ColumnElement[bool] = RoleGrant.organisation_id.in_(seen)
    if not seen.keys().isdisjoint(own):
        known |= RoleGrant.organisation_id.is_(None)
    return (RoleGrant.district_id == session.district_id) & known


def who_is(access: Access, now: datetime) -> Select[int]:
    """The ids of the people whose account the actor signs in with: its e-mail is theirs.

    Nobody for a device or a command.
    """
    account = User.id == access.actor.id if access.actor.kind == "user" else false()
    people = visible(now).join(User, User.email == Person.email)
    return people.where(account).with_only_columns(Person.id)
